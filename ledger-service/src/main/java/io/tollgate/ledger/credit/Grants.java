package io.tollgate.ledger.credit;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.ledger.CreditGranted;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.balance.BalancePushRepository;
import io.tollgate.ledger.balance.BalancePusher;
import io.tollgate.ledger.outbox.OutboxRelay;
import io.tollgate.ledger.outbox.OutboxRepository;
import io.tollgate.ledger.posting.PostingRepository;
import io.tollgate.ledger.posting.Transaction;
import io.tollgate.ledger.posting.Transactions;
import io.tollgate.ledger.store.Books;
import io.tollgate.ledger.store.DatabaseFailures;
import io.tollgate.ledger.store.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Gives credit, once for each id that the giver chose for an account. */
@ApplicationScoped
class Grants {

    private static final String KIND = "grant";
    private static final UUID NAME_SPACE = UUID.fromString("6f1f2c3a-7d55-5f0e-9f27-1c7d0f6f5a11");

    private final Books books;
    private final PostingRepository postings;
    private final OutboxRepository outbox;
    private final BalancePushRepository pushes;
    private final OutboxRelay relay;
    private final BalancePusher pusher;

    @Inject
    Grants(
            Books books,
            PostingRepository postings,
            OutboxRepository outbox,
            BalancePushRepository pushes,
            OutboxRelay relay,
            BalancePusher pusher) {
        this.books = books;
        this.postings = postings;
        this.outbox = outbox;
        this.pushes = pushes;
        this.relay = relay;
        this.pusher = pusher;
    }

    /**
     * Credit that was given.
     *
     * @param id the giver's id
     * @param balance the account's credit now
     * @param repeated whether it was given by an earlier call with the same id
     */
    record Given(String id, UUID transactionId, String account, NanoUsd amount, NanoUsd balance, boolean repeated) {}

    /**
     * Gives credit to an account.
     *
     * @param id the giver's id; the same id with another amount is refused
     * @param amount more than zero
     */
    Uni<Given> give(String account, String id, NanoUsd amount) {
        String externalId = KIND + "/" + account + "/" + id;
        return books.inTransaction(session -> postings.lockCredit(session, List.of(account))
                        .invoke(credit -> {
                            if (!credit.containsKey(account)) {
                                throw RefusalException.notFound("there is no account " + account);
                            }
                        })
                        // the account's lock makes the look and the posting one step
                        .chain(() -> postings.external(session, externalId))
                        .chain(earlier -> earlier == null
                                ? post(session, account, id, externalId, amount)
                                : repeated(session, earlier, id, amount)))
                .onFailure(DatabaseFailures::isRefusal)
                .transform(tooMuch -> RefusalException.badRequest("the books cannot hold so much", "amount"))
                .invoke(() -> {
                    relay.wake();
                    pusher.wake();
                });
    }

    private Uni<Given> post(
            Mutiny.StatelessSession session, String account, String id, String externalId, NanoUsd amount) {
        Transaction transaction = Transactions.grant(Ids.named(NAME_SPACE, externalId), account, externalId, amount);
        return postings.credit(session, account)
                .invoke(has -> requireRoom(has, amount))
                .chain(() -> postings.post(session, List.of(transaction)))
                .chain(() -> postings.now(session))
                .chain(now -> outbox.add(
                        session,
                        List.of(new CreditGranted(transaction.id(), account, KIND, amount, now.month(), now.at()))))
                .chain(() -> postings.touch(session, Set.of(account)))
                .chain(numbers -> pushes.due(session, numbers))
                .chain(() -> postings.credit(session, account))
                .map(balance -> new Given(id, transaction.id(), account, amount, balance, false));
    }

    private static void requireRoom(NanoUsd has, NanoUsd amount) {
        try {
            has.plus(amount);
        } catch (ArithmeticException tooMuch) {
            throw RefusalException.badRequest("the account cannot hold so much", "amount");
        }
    }

    private Uni<Given> repeated(Mutiny.StatelessSession session, Row earlier, String id, NanoUsd amount) {
        if (!earlier.amount("amount").equals(amount)) {
            throw RefusalException.conflict("this id was used for another amount", "id");
        }
        String account = earlier.text("account");
        return postings.credit(session, account)
                .map(balance -> new Given(id, UUID.fromString(earlier.text("id")), account, amount, balance, true));
    }
}
