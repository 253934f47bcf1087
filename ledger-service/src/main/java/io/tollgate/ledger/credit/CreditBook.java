package io.tollgate.ledger.credit;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.ledger.LedgerEvent;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.balance.BalancePushRepository;
import io.tollgate.ledger.balance.BalancePusher;
import io.tollgate.ledger.outbox.OutboxRelay;
import io.tollgate.ledger.outbox.OutboxRepository;
import io.tollgate.ledger.posting.BookTime;
import io.tollgate.ledger.posting.LedgerAccount;
import io.tollgate.ledger.posting.PostingRepository;
import io.tollgate.ledger.posting.Transaction;
import io.tollgate.postgres.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Books transactions that change what an account has, each with its announcement and the note for Redis, all in the caller's database
 * transaction.
 */
@ApplicationScoped
public class CreditBook {

    private final PostingRepository postings;
    private final OutboxRepository outbox;
    private final BalancePushRepository pushes;
    private final OutboxRelay relay;
    private final BalancePusher pusher;

    @Inject
    CreditBook(
            PostingRepository postings,
            OutboxRepository outbox,
            BalancePushRepository pushes,
            OutboxRelay relay,
            BalancePusher pusher) {
        this.postings = postings;
        this.outbox = outbox;
        this.pushes = pushes;
        this.relay = relay;
        this.pusher = pusher;
    }

    /** An account's credit after a booking, and when that was. */
    public record Booked(NanoUsd balance, BookTime time) {}

    /** What was booked under a giver's id earlier, and what the account has now. */
    public record Earlier(Row transaction, NanoUsd balance) {

        public UUID transactionId() {
            return UUID.fromString(transaction.text("id"));
        }

        /** What it added to the account's credit; less than zero if it took some. */
        public NanoUsd amount() {
            return transaction.amount("amount");
        }
    }

    /** Locks an account's credit until the transaction ends, and reads it; refuses an unknown account. */
    public Uni<NanoUsd> lock(Mutiny.StatelessSession session, String account) {
        return postings.lockCredit(session, List.of(account)).map(credit -> {
            NanoUsd has = credit.get(account);
            if (has == null) {
                throw RefusalException.notFound("there is no account " + account);
            }
            return has;
        });
    }

    /** What was booked under a giver's id, or null. With the account locked, nobody can book it in between. */
    public Uni<@Nullable Earlier> earlier(Mutiny.StatelessSession session, String account, String externalId) {
        return postings.external(session, externalId)
                .chain(row -> row == null
                        ? Uni.createFrom().nullItem()
                        : postings.credit(session, account).map(balance -> new Earlier(row, balance)));
    }

    /**
     * Books a transaction of a locked account; refuses what the account cannot hold.
     *
     * @param announcement what others are told, at the time of the booking
     */
    public Uni<Booked> book(
            Mutiny.StatelessSession session, Transaction transaction, Function<BookTime, LedgerEvent> announcement) {
        String account = transaction.account();
        return postings.credit(session, account)
                .invoke(has -> requireRoom(has, transaction))
                .chain(() -> postings.post(session, List.of(transaction)))
                .chain(() -> postings.now(session))
                .call(now -> outbox.add(session, List.of(announcement.apply(now))))
                .call(() -> postings.touch(session, Set.of(account)).chain(sequences -> pushes.due(session, sequences)))
                .chain(now -> postings.credit(session, account).map(balance -> new Booked(balance, now)));
    }

    private static void requireRoom(NanoUsd has, Transaction transaction) {
        try {
            transaction.postings().stream()
                    .filter(posting -> posting.ledgerAccount().kind() == LedgerAccount.Kind.CUSTOMER)
                    .forEach(posting -> has.plus(posting.amount()));
        } catch (ArithmeticException tooMuch) {
            throw RefusalException.badRequest("the account cannot hold so much", "amount");
        }
    }

    /** Says that something was committed, so that Kafka and Redis need not wait for the next look. */
    public void announceSoon() {
        relay.wake();
        pusher.wake();
    }
}
