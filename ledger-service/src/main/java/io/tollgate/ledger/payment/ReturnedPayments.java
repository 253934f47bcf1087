package io.tollgate.ledger.payment;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.credit.Withdrawals;
import io.tollgate.ledger.credit.Withdrawals.Shortfall;
import io.tollgate.ledger.payment.Refunds.Part;
import io.tollgate.ledger.posting.PostingRepository;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Books what providers say went back to payers. They state the sum that went back so far, so that events may come twice, late or out of
 * order, and a refund that the operator booked before is not booked again. The money has left: what the account's free credit does not
 * cover is borne by the house. A refund of a payment that nobody told of yet waits for it.
 */
@ApplicationScoped
class ReturnedPayments {

    private static final Logger LOG = Logger.getLogger(ReturnedPayments.class);

    private final Database database;
    private final PaymentRepository payments;
    private final PaymentEvents events;
    private final PostingRepository postings;
    private final Refunds refunds;
    private final Withdrawals withdrawals;

    @Inject
    ReturnedPayments(
            Database database,
            PaymentRepository payments,
            PaymentEvents events,
            PostingRepository postings,
            Refunds refunds,
            Withdrawals withdrawals) {
        this.database = database;
        this.payments = payments;
        this.events = events;
        this.postings = postings;
        this.refunds = refunds;
        this.withdrawals = withdrawals;
    }

    /** Books a refund; fails with 503 while the account's free credit is not known. */
    Uni<EventOutcome> receive(String provider, Notice.Refunded refunded) {
        return database.inTransaction(session -> payments.meet(session, provider, refunded.paymentId())
                        .chain(() -> payments.find(session, provider, refunded.paymentId()))
                        .chain(found -> found.isEmpty()
                                ? claim(session, provider, refunded, EventOutcome.WAITING)
                                        .replaceWith(found)
                                : Uni.createFrom().item(found)))
                .chain(found -> found.map(payment -> receive(payment, refunded))
                        .orElseGet(() -> Uni.createFrom().item(EventOutcome.WAITING)))
                .invoke(outcome -> {
                    if (outcome == EventOutcome.CONTRADICTION) {
                        LOG.errorf("refund %s of %s contradicts its payment", refunded.eventId(), provider);
                    }
                });
    }

    /** Books refunds that were told of before their payment was. */
    Uni<Void> settleWaiting(String provider, String paymentId) {
        return database.inTransaction(session -> payments.find(session, provider, paymentId)
                        .chain(found -> events.waiting(session, provider, paymentId)
                                .map(waiting -> waiting.stream()
                                        .map(row -> notice(row, found.orElseThrow()))
                                        .toList())))
                .chain(waiting -> Multi.createFrom()
                        .iterable(waiting)
                        .onItem()
                        .transformToUniAndConcatenate(refunded -> receive(provider, refunded))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private static Notice.Refunded notice(Row row, Payment payment) {
        return new Notice.Refunded(
                row.text("event_id"),
                row.text("type"),
                payment.paymentId(),
                new Notice.Money(payment.money().currency(), row.number("refunded_minor")));
    }

    private Uni<EventOutcome> receive(Payment payment, Notice.Refunded refunded) {
        if (!payment.money().currency().equals(refunded.total().currency())) {
            return conclude(payment, refunded, EventOutcome.CONTRADICTION);
        }
        if (payment.account().isEmpty()) {
            return fromSuspense(payment, refunded);
        }
        NanoUsd missing = payment.missingTo(refunded.total());
        return missing.isZero()
                ? conclude(payment, refunded, EventOutcome.REPEATED)
                : withdrawals.take(
                        payment.account().get(),
                        missing,
                        Shortfall.TAKE_THE_REST,
                        (session, granted) -> fromAccount(session, payment, refunded, granted));
    }

    private Uni<EventOutcome> conclude(Payment payment, Notice.Refunded refunded, EventOutcome outcome) {
        return database.inTransaction(session -> claim(session, payment.provider(), refunded, outcome))
                .map(mine -> mine ? outcome : EventOutcome.REPEATED);
    }

    private Uni<EventOutcome> fromAccount(
            Mutiny.StatelessSession session, Payment payment, Notice.Refunded refunded, NanoUsd granted) {
        return lockIfMine(session, payment, refunded).chain(found -> {
            NanoUsd missing =
                    found.map(locked -> locked.missingTo(refunded.total())).orElse(NanoUsd.ZERO);
            if (missing.isZero()) {
                return Uni.createFrom().item(EventOutcome.REPEATED);
            }
            Part part = part(payment, refunded, missing, missing.minus(NanoUsd.min(missing, granted)));
            return book(session, found.orElseThrow(), part).replaceWith(EventOutcome.REFUNDED);
        });
    }

    private Uni<Void> book(Mutiny.StatelessSession session, Payment payment, Part part) {
        if (!part.uncovered().isZero()) {
            LOG.errorf(
                    "a refund of payment %s exceeds its account's free credit by %s", payment.id(), part.uncovered());
        }
        // an account that loses nothing has no news
        return part.uncovered().equals(part.amount())
                ? postOnly(session, payment, part)
                : refunds.book(session, payment, part).replaceWithVoid();
    }

    private Uni<EventOutcome> fromSuspense(Payment payment, Notice.Refunded refunded) {
        return database.inTransaction(session -> lockIfMine(session, payment, refunded)
                        .chain(found -> {
                            NanoUsd missing = found.map(locked -> locked.missingTo(refunded.total()))
                                    .orElse(NanoUsd.ZERO);
                            if (missing.isZero()) {
                                return Uni.createFrom().item(EventOutcome.REPEATED);
                            }
                            Payment locked = found.orElseThrow();
                            if (locked.account().isPresent()) {
                                throw new AssignedMeanwhileException();
                            }
                            return postOnly(session, locked, part(locked, refunded, missing, NanoUsd.ZERO))
                                    .replaceWith(EventOutcome.REFUNDED);
                        }))
                .onFailure(AssignedMeanwhileException.class)
                .recoverWithUni(() -> receive(payment.provider(), refunded));
    }

    private Uni<Void> postOnly(Mutiny.StatelessSession session, Payment payment, Part part) {
        return postings.post(session, List.of(Refunds.transaction(payment, part)))
                .chain(() -> postings.now(session))
                .chain(now -> payments.refunded(
                        session, payment.id(), part.transactionId(), part.amount(), part.uncovered(), now.at()));
    }

    /** The payment, locked, if the event is this transaction's to deal with. */
    private Uni<Optional<Payment>> lockIfMine(
            Mutiny.StatelessSession session, Payment payment, Notice.Refunded refunded) {
        return claim(session, payment.provider(), refunded, EventOutcome.REFUNDED)
                .chain(mine -> mine
                        ? payments.lock(session, payment.id())
                        : Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Boolean> claim(
            Mutiny.StatelessSession session, String provider, Notice.Refunded refunded, EventOutcome outcome) {
        return events.claim(
                session,
                provider,
                refunded,
                refunded.paymentId(),
                outcome,
                refunded.total().minor());
    }

    private static Part part(Payment payment, Notice.Refunded refunded, NanoUsd amount, NanoUsd uncovered) {
        return new Part(
                "refund/" + payment.provider() + "/" + refunded.eventId(),
                "stated by " + payment.provider(),
                amount,
                uncovered);
    }

    /** The payment got an account between a look and a lock. */
    private static final class AssignedMeanwhileException extends RuntimeException {

        AssignedMeanwhileException() {
            super("assigned meanwhile", null, false, false);
        }
    }
}
