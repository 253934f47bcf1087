package io.tollgate.ledger.payment;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Stores payments, each once for its provider's id of it, and their refunds. */
@ApplicationScoped
class PaymentRepository {

    private static final String SELECT = """
            select id, provider, payment_id, event_id, reference, currency, minor_amount, amount, refunded, account,
                received_in, credited_in, received_at
            from ledger.payment""";

    /** Stores a payment unless one with the provider's id of it is there; says whether it did. */
    Uni<Boolean> insert(Mutiny.StatelessSession session, Payment payment) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", payment.id());
        row.put("provider", payment.provider());
        row.put("payment_id", payment.paymentId());
        row.put("event_id", payment.eventId());
        row.put("reference", payment.reference());
        row.put("currency", payment.money().currency());
        row.put("minor_amount", payment.money().minor());
        row.put("amount", payment.amount().value());
        row.put("account", payment.account().orElse(null));
        row.put("received_in", payment.receivedIn());
        row.put("credited_in", payment.creditedIn().orElse(null));
        row.put("received_at", payment.receivedAt());
        row.put("credited_at", payment.account().isPresent() ? payment.receivedAt() : null);
        return Sql.run(session, """
                        insert into ledger.payment (id, provider, payment_id, event_id, reference, currency, minor_amount, amount,
                            account, received_in, credited_in, received_at, credited_at)
                        select * from jsonb_to_record(cast(cast(?1 as text) as jsonb)) as x(id uuid, provider text, payment_id text,
                            event_id text, reference text, currency text, minor_amount bigint, amount bigint, account text,
                            received_in uuid, credited_in uuid, received_at timestamptz, credited_at timestamptz)
                        on conflict (provider, payment_id) do nothing""", Sql.json(row)).map(inserted -> inserted > 0);
    }

    /** A payment by its provider's id of it. */
    Uni<Optional<Payment>> find(Mutiny.StatelessSession session, String provider, String paymentId) {
        return one(session, SELECT + " where provider = ?1 and payment_id = ?2", provider, paymentId);
    }

    /**
     * Waits until no other transaction deals with what its provider calls by this id, and keeps others waiting until this one ends: a
     * refund and its payment, which may arrive at the same time, see each other. Taken before any other lock.
     */
    Uni<Void> meet(Mutiny.StatelessSession session, String provider, String paymentId) {
        return Sql.rows(
                        session,
                        "select 1 as met from (select pg_advisory_xact_lock(hashtextextended(?1, 0))) l",
                        "payment/" + provider + "/" + paymentId)
                .replaceWithVoid();
    }

    /** Locks a payment until the transaction ends, after its account, and reads it. */
    Uni<Optional<Payment>> lock(Mutiny.StatelessSession session, UUID id) {
        return one(session, SELECT + " where id = cast(cast(?1 as text) as uuid) for update", id.toString());
    }

    private static Uni<Optional<Payment>> one(Mutiny.StatelessSession session, String query, Object... parameters) {
        return Sql.rows(session, query, parameters)
                .map(rows -> rows.stream().map(PaymentRepository::payment).findFirst());
    }

    /** A page of payments, newest first: of one account, of nobody yet, or all. */
    Uni<List<Payment>> page(
            Mutiny.StatelessSession session, Optional<String> account, boolean unassigned, int offset, int limit) {
        return Sql.rows(
                        session,
                        SELECT + " where (?1 = '' or account = ?1)" + (unassigned ? " and account is null" : "")
                                + " order by received_at desc, id limit " + limit + " offset " + offset,
                        account.orElse(""))
                .map(rows -> rows.stream().map(PaymentRepository::payment).toList());
    }

    /** Notes whose credit a locked payment became. */
    Uni<Void> assigned(Mutiny.StatelessSession session, UUID payment, String account, UUID transactionId, Instant at) {
        return Sql.run(
                        session,
                        "update ledger.payment set account = ?2, credited_in = cast(cast(?3 as text) as uuid),"
                                + " credited_at = cast(cast(?4 as text) as timestamptz)"
                                + " where id = cast(cast(?1 as text) as uuid)",
                        payment.toString(),
                        account,
                        transactionId.toString(),
                        at.toString())
                .replaceWithVoid();
    }

    /** Stores a refund of a locked payment, whose transaction is posted. */
    Uni<Void> refunded(
            Mutiny.StatelessSession session,
            UUID payment,
            UUID transactionId,
            NanoUsd amount,
            NanoUsd uncovered,
            Instant at) {
        return Sql.run(
                        session,
                        "insert into ledger.refund (transaction_id, payment, amount, uncovered, booked_at)"
                                + " values (cast(cast(?1 as text) as uuid), cast(cast(?2 as text) as uuid), ?3, ?4,"
                                + " cast(cast(?5 as text) as timestamptz))",
                        transactionId.toString(),
                        payment.toString(),
                        amount.value(),
                        uncovered.value(),
                        at.toString())
                .chain(() -> Sql.run(
                        session,
                        "update ledger.payment set refunded = refunded + ?2 where id = cast(cast(?1 as text) as uuid)",
                        payment.toString(),
                        amount.value()))
                .replaceWithVoid();
    }

    /** The payment of which a transaction gave something back, or nothing. */
    Uni<Optional<UUID>> refundedBy(Mutiny.StatelessSession session, UUID transactionId) {
        return Sql.rows(
                        session,
                        "select payment from ledger.refund where transaction_id = cast(cast(?1 as text) as uuid)",
                        transactionId.toString())
                .map(rows -> rows.stream()
                        .map(row -> UUID.fromString(row.text("payment")))
                        .findFirst());
    }

    private static Payment payment(Row row) {
        return new Payment(
                UUID.fromString(row.text("id")),
                row.text("provider"),
                row.text("payment_id"),
                row.text("event_id"),
                row.textOrNull("reference"),
                new Notice.Money(row.text("currency"), row.number("minor_amount")),
                row.amount("amount"),
                row.amount("refunded"),
                Optional.ofNullable(row.textOrNull("account")),
                UUID.fromString(row.text("received_in")),
                Optional.ofNullable(row.textOrNull("credited_in")).map(UUID::fromString),
                row.instant("received_at"));
    }
}
