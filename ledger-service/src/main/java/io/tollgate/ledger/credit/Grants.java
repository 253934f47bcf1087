package io.tollgate.ledger.credit;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.ledger.CreditGranted;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.posting.Transaction;
import io.tollgate.ledger.posting.Transactions;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.DatabaseFailures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Gives credit, once for each id that the giver chose for an account. */
@ApplicationScoped
class Grants {

    private static final String KIND = "grant";
    private static final UUID NAME_SPACE = UUID.fromString("6f1f2c3a-7d55-5f0e-9f27-1c7d0f6f5a11");

    private final Database database;
    private final CreditBook credit;

    @Inject
    Grants(Database database, CreditBook credit) {
        this.database = database;
        this.credit = credit;
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
        return database.inTransaction(session -> credit.lock(session, account)
                        // the account's lock makes the look and the posting one step
                        .chain(() -> credit.earlier(session, account, externalId))
                        .chain(earlier -> earlier == null
                                ? post(session, account, id, externalId, amount)
                                : Uni.createFrom().item(repeated(earlier, account, id, amount))))
                .onFailure(DatabaseFailures::isRefusal)
                .transform(tooMuch -> RefusalException.badRequest("the books cannot hold so much", "amount"))
                .invoke(credit::announceSoon);
    }

    private Uni<Given> post(
            Mutiny.StatelessSession session, String account, String id, String externalId, NanoUsd amount) {
        Transaction transaction = Transactions.grant(Ids.named(NAME_SPACE, externalId), account, externalId, amount);
        return credit.book(
                        session,
                        transaction,
                        now -> new CreditGranted(transaction.id(), account, KIND, amount, now.month(), now.at()))
                .map(booked -> new Given(id, transaction.id(), account, amount, booked.balance(), false));
    }

    private static Given repeated(CreditBook.Earlier earlier, String account, String id, NanoUsd amount) {
        if (!earlier.amount().equals(amount)) {
            throw RefusalException.conflict("this id was used for another amount", "id");
        }
        return new Given(id, earlier.transactionId(), account, amount, earlier.balance(), true);
    }
}
