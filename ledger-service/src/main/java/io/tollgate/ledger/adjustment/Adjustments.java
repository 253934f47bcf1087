package io.tollgate.ledger.adjustment;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.ledger.CreditGranted;
import io.tollgate.contracts.ledger.CreditWithdrawn;
import io.tollgate.contracts.ledger.LedgerEvent;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.credit.CreditBook;
import io.tollgate.ledger.credit.Withdrawals;
import io.tollgate.ledger.credit.Withdrawals.Shortfall;
import io.tollgate.ledger.posting.BookTime;
import io.tollgate.ledger.posting.PostingRepository;
import io.tollgate.ledger.posting.Transaction;
import io.tollgate.ledger.posting.Transactions;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.DatabaseFailures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Adds credit to an account or takes some, once for each id that the operator chose for it. */
@ApplicationScoped
class Adjustments {

    private static final String KIND = "adjustment";
    private static final UUID NAME_SPACE = UUID.fromString("5b0d6f0e-4f8b-5f43-8c0e-0b7f4f6c2a12");

    private final Database database;
    private final CreditBook credit;
    private final Withdrawals withdrawals;
    private final PostingRepository postings;

    @Inject
    Adjustments(Database database, CreditBook credit, Withdrawals withdrawals, PostingRepository postings) {
        this.database = database;
        this.credit = credit;
        this.withdrawals = withdrawals;
        this.postings = postings;
    }

    /**
     * What the operator wants.
     *
     * @param id the operator's own id of it
     * @param amount more than zero adds credit, less takes it; not zero
     * @param corrects the transaction that it puts right, if it is one
     */
    record Wanted(String account, String id, NanoUsd amount, String reason, Optional<UUID> corrects) {

        String externalId() {
            return KIND + "/" + account + "/" + id;
        }
    }

    /**
     * An adjustment that is booked.
     *
     * @param balance the account's credit now
     * @param repeated whether an earlier call with the same id booked it
     */
    record Adjusted(Wanted wanted, UUID transactionId, NanoUsd balance, boolean repeated) {}

    /**
     * Books an adjustment. What an account's open requests hold cannot be taken.
     *
     * @return fails with a {@link RefusalException}: 404 for an unknown account, 409 if the id was used for something else or too little
     *     credit is free, 400 if the corrected transaction is not the account's
     */
    Uni<Adjusted> adjust(Wanted wanted) {
        return (wanted.amount().isNegative() ? take(wanted) : give(wanted))
                .onFailure(DatabaseFailures::isRefusal)
                .transform(tooMuch -> RefusalException.badRequest("the books cannot hold so much", "amount"));
    }

    private Uni<Adjusted> give(Wanted wanted) {
        return database.inTransaction(session -> bookOnce(session, wanted)).invoke(credit::announceSoon);
    }

    private Uni<Adjusted> take(Wanted wanted) {
        // a repeat must be answered even if nothing is free any more
        return database.inTransaction(session -> known(session, wanted))
                .chain(earlier -> earlier == null
                        ? withdrawals.take(
                                wanted.account(),
                                wanted.amount().negated(),
                                Shortfall.REFUSE,
                                (session, granted) -> bookOnce(session, wanted))
                        : Uni.createFrom().item(repeated(wanted, earlier)));
    }

    private Uni<Adjusted> bookOnce(Mutiny.StatelessSession session, Wanted wanted) {
        return known(session, wanted)
                .chain(earlier -> earlier == null
                        ? post(session, wanted).map(booked -> adjusted(wanted, booked))
                        : Uni.createFrom().item(repeated(wanted, earlier)));
    }

    /** What was booked under this id before, or null; locks the account. */
    private Uni<CreditBook.@Nullable Earlier> known(Mutiny.StatelessSession session, Wanted wanted) {
        return credit.lock(session, wanted.account())
                .chain(() -> credit.earlier(session, wanted.account(), wanted.externalId()));
    }

    private Uni<CreditBook.Booked> post(Mutiny.StatelessSession session, Wanted wanted) {
        Transaction transaction = Transactions.adjustment(
                Ids.named(NAME_SPACE, wanted.externalId()),
                wanted.account(),
                wanted.externalId(),
                wanted.amount(),
                wanted.corrects().orElse(null),
                wanted.reason());
        return requireOwn(session, wanted)
                .chain(() -> credit.book(session, transaction, now -> announcement(transaction.id(), wanted, now)));
    }

    private Uni<Void> requireOwn(Mutiny.StatelessSession session, Wanted wanted) {
        if (wanted.corrects().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return postings.isOf(session, wanted.corrects().get(), wanted.account())
                .invoke(own -> {
                    if (!own) {
                        throw RefusalException.badRequest("corrects is no transaction of this account", "corrects");
                    }
                })
                .replaceWithVoid();
    }

    private static LedgerEvent announcement(UUID id, Wanted wanted, BookTime now) {
        return wanted.amount().isNegative()
                ? new CreditWithdrawn(
                        id,
                        wanted.account(),
                        KIND,
                        wanted.amount().negated(),
                        wanted.reason(),
                        wanted.corrects().orElse(null),
                        now.month(),
                        now.at())
                : new CreditGranted(id, wanted.account(), KIND, wanted.amount(), now.month(), now.at());
    }

    private static Adjusted adjusted(Wanted wanted, CreditBook.Booked booked) {
        return new Adjusted(wanted, Ids.named(NAME_SPACE, wanted.externalId()), booked.balance(), false);
    }

    private static Adjusted repeated(Wanted wanted, CreditBook.Earlier earlier) {
        boolean same = earlier.amount().equals(wanted.amount())
                && wanted.reason().equals(earlier.transaction().textOrNull("reason"))
                && wanted.corrects()
                        .map(UUID::toString)
                        .equals(Optional.ofNullable(earlier.transaction().textOrNull("corrects")));
        if (!same) {
            throw RefusalException.conflict("this id was used for another adjustment", "id");
        }
        return new Adjusted(wanted, earlier.transactionId(), earlier.balance(), true);
    }
}
