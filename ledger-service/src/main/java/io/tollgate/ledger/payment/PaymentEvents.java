package io.tollgate.ledger.payment;

import io.smallrye.mutiny.Uni;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the events of payment providers. Claiming one makes others with the same id wait for the transaction's end and then find it
 * dealt with.
 */
@ApplicationScoped
class PaymentEvents {

    private static final int DETAIL_LENGTH = 500;

    /**
     * Claims an event for this transaction.
     *
     * @param paymentId null if it could not be read
     * @param refundedMinor of a refund: what went back so far, in the payment's units
     * @return whether it is this transaction's; if not, it was dealt with before
     */
    Uni<Boolean> claim(
            Mutiny.StatelessSession session,
            String provider,
            Notice notice,
            @Nullable String paymentId,
            EventOutcome outcome,
            @Nullable Long refundedMinor) {
        return store(session, provider, notice.eventId(), notice.type(), paymentId, outcome, "", refundedMinor);
    }

    /** Keeps an event that is signed and cannot be booked. */
    Uni<Boolean> refuse(Mutiny.StatelessSession session, String provider, String eventId, String type, String detail) {
        return store(session, provider, eventId, type, null, EventOutcome.REFUSED, detail, null);
    }

    private static Uni<Boolean> store(
            Mutiny.StatelessSession session,
            String provider,
            String eventId,
            String type,
            @Nullable String paymentId,
            EventOutcome outcome,
            String detail,
            @Nullable Long refundedMinor) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("provider", provider);
        row.put("event_id", eventId);
        row.put("type", type);
        row.put("payment_id", paymentId);
        row.put("outcome", outcome.name());
        row.put("detail", detail.length() > DETAIL_LENGTH ? detail.substring(0, DETAIL_LENGTH) : detail);
        row.put("refunded_minor", refundedMinor);
        return Sql.run(session, """
                        insert into ledger.payment_event as e
                            (provider, event_id, type, payment_id, outcome, detail, refunded_minor)
                        select * from jsonb_to_record(cast(cast(?1 as text) as jsonb)) as x(provider text, event_id text, type text,
                            payment_id text, outcome text, detail text, refunded_minor bigint)
                        on conflict (provider, event_id) do update set
                            outcome = excluded.outcome, detail = excluded.detail, payment_id = excluded.payment_id,
                            refunded_minor = excluded.refunded_minor, tries = e.tries + 1
                        where e.outcome in ('REFUSED', 'WAITING')""", Sql.json(row)).map(changed -> changed > 0);
    }

    /** Notes what became of an event that this transaction claimed. */
    Uni<Void> conclude(
            Mutiny.StatelessSession session, String provider, String eventId, EventOutcome outcome, String detail) {
        return Sql.run(
                        session,
                        "update ledger.payment_event set outcome = ?3, detail = ?4 where provider = ?1 and event_id = ?2",
                        provider,
                        eventId,
                        outcome.name(),
                        detail)
                .replaceWithVoid();
    }

    /** Refunds of a payment that were told of before the payment. */
    Uni<List<Row>> waiting(Mutiny.StatelessSession session, String provider, String paymentId) {
        return Sql.rows(
                session,
                "select event_id, type, refunded_minor from ledger.payment_event"
                        + " where provider = ?1 and payment_id = ?2 and outcome = 'WAITING' order by received_at, event_id",
                provider,
                paymentId);
    }

    /** A page of events, newest first, of one outcome or of all. */
    Uni<List<Row>> page(Mutiny.StatelessSession session, Optional<EventOutcome> outcome, int offset, int limit) {
        return Sql.rows(
                session,
                "select provider, event_id, type, payment_id, outcome, detail, tries, received_at from ledger.payment_event"
                        + " where ?1 = '' or outcome = ?1 order by received_at desc, event_id limit " + limit
                        + " offset " + offset,
                outcome.map(Enum::name).orElse(""));
    }
}
