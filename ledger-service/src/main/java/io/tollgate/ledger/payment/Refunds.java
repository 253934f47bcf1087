package io.tollgate.ledger.payment;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.ledger.CreditWithdrawn;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.credit.CreditBook;
import io.tollgate.ledger.credit.Withdrawals;
import io.tollgate.ledger.credit.Withdrawals.Shortfall;
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

/** Takes money of a payment out of its account again because the operator says so, once for each id of the operator's. */
@ApplicationScoped
class Refunds {

    private static final String KIND = "refund";
    private static final UUID NAME_SPACE = UUID.fromString("c1a7e6b2-5d4f-5c38-9b0e-6a2d8f1e3c15");

    private final Database database;
    private final PaymentRepository payments;
    private final CreditBook credit;
    private final Withdrawals withdrawals;

    @Inject
    Refunds(Database database, PaymentRepository payments, CreditBook credit, Withdrawals withdrawals) {
        this.database = database;
        this.payments = payments;
        this.credit = credit;
        this.withdrawals = withdrawals;
    }

    /**
     * What the operator wants.
     *
     * @param id the operator's own id of it
     * @param amount more than zero
     */
    record Wanted(String account, String id, UUID payment, NanoUsd amount, String reason) {

        String externalId() {
            return KIND + "/" + account + "/" + id;
        }
    }

    /**
     * A refund that is booked.
     *
     * @param corrects the transaction that had credited the payment
     * @param balance the account's credit now
     * @param repeated whether an earlier call with the same id booked it
     */
    record Refunded(Wanted wanted, UUID transactionId, UUID corrects, NanoUsd balance, boolean repeated) {}

    /**
     * A part of a payment that goes back.
     *
     * @param uncovered what the account's free credit does not cover
     */
    record Part(String externalId, String reason, NanoUsd amount, NanoUsd uncovered) {

        UUID transactionId() {
            return Ids.named(NAME_SPACE, externalId);
        }
    }

    /**
     * Books a refund. What an account's open requests hold cannot be taken.
     *
     * @return fails with a {@link RefusalException}: 404 for an unknown account or payment, 409 if the id was used for something else, if
     *     less is left of the payment or less credit is free
     */
    Uni<Refunded> refund(Wanted wanted) {
        // a repeat must be answered even if nothing is free any more
        return database.inTransaction(session -> known(session, wanted)
                        .chain(earlier -> earlier == null
                                ? own(session, wanted).replaceWith(Optional.<CreditBook.Earlier>empty())
                                : Uni.createFrom().item(Optional.of(earlier))))
                .chain(earlier -> earlier.map(
                                before -> database.inTransaction(session -> repeated(session, wanted, before)))
                        .orElseGet(() -> withdrawals.take(
                                wanted.account(),
                                wanted.amount(),
                                Shortfall.REFUSE,
                                (session, granted) -> refundOnce(session, wanted))))
                .onFailure(DatabaseFailures::isRefusal)
                .transform(tooMuch -> RefusalException.badRequest("the books cannot hold so much", "amount"));
    }

    private Uni<CreditBook.@Nullable Earlier> known(Mutiny.StatelessSession session, Wanted wanted) {
        return credit.lock(session, wanted.account())
                .chain(() -> credit.earlier(session, wanted.account(), wanted.externalId()));
    }

    /** The payment, locked; refuses one that is not the account's or of which less is left. */
    private Uni<Payment> own(Mutiny.StatelessSession session, Wanted wanted) {
        return payments.lock(session, wanted.payment()).map(found -> {
            Payment payment = found.filter(each -> each.account().equals(Optional.of(wanted.account())))
                    .orElseThrow(() -> Payments.unknown(wanted.payment()));
            if (wanted.amount().compareTo(payment.left()) > 0) {
                throw RefusalException.conflict("only " + payment.left() + " USD of this payment are left", "amount");
            }
            return payment;
        });
    }

    private Uni<Refunded> refundOnce(Mutiny.StatelessSession session, Wanted wanted) {
        return known(session, wanted)
                .chain(earlier -> earlier == null
                        ? own(session, wanted).chain(payment -> post(session, wanted, payment))
                        : repeated(session, wanted, earlier));
    }

    private Uni<Refunded> post(Mutiny.StatelessSession session, Wanted wanted, Payment payment) {
        Part part = new Part(wanted.externalId(), wanted.reason(), wanted.amount(), NanoUsd.ZERO);
        return book(session, payment, part)
                .map(booked ->
                        new Refunded(wanted, part.transactionId(), payment.corrected(), booked.balance(), false));
    }

    /** Books a part of a payment of a locked account, of which something is covered, and announces what the account lost. */
    Uni<CreditBook.Booked> book(Mutiny.StatelessSession session, Payment payment, Part part) {
        Transaction transaction = transaction(payment, part);
        return credit.book(
                        session,
                        transaction,
                        now -> new CreditWithdrawn(
                                transaction.id(),
                                transaction.account(),
                                KIND,
                                part.amount().minus(part.uncovered()),
                                part.reason(),
                                payment.corrected(),
                                now.month(),
                                now.at()))
                .call(booked -> payments.refunded(
                        session,
                        payment.id(),
                        transaction.id(),
                        part.amount(),
                        part.uncovered(),
                        booked.time().at()));
    }

    static Transaction transaction(Payment payment, Part part) {
        return Transactions.refund(
                part.transactionId(),
                payment.account(),
                payment.provider(),
                part.externalId(),
                payment.corrected(),
                part.reason(),
                part.amount(),
                part.uncovered());
    }

    private Uni<Refunded> repeated(Mutiny.StatelessSession session, Wanted wanted, CreditBook.Earlier earlier) {
        return payments.refundedBy(session, earlier.transactionId()).map(payment -> {
            boolean same = payment.equals(Optional.of(wanted.payment()))
                    && earlier.amount().equals(wanted.amount().negated())
                    && wanted.reason().equals(earlier.transaction().textOrNull("reason"));
            if (!same) {
                throw RefusalException.conflict("this id was used for another refund", "id");
            }
            UUID corrects = UUID.fromString(earlier.transaction().text("corrects"));
            return new Refunded(wanted, earlier.transactionId(), corrects, earlier.balance(), true);
        });
    }
}
