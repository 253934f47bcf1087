package io.tollgate.ledger.correction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.App;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.ledger.charge.ChargeRepository;
import io.tollgate.ledger.posting.BookTime;
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

/** Reads what waits to be corrected and stores what was. */
@ApplicationScoped
public class CorrectionRepository {

    /** What {@link #standing} reads, of a charge {@code c} and its {@link #LAST_CORRECTION}. */
    public static final String STANDING_COLUMNS = """
            c.attempt_id, c.request_id, c.account, c.key, c.model, c.provider, c.endpoint,
                c.outcome, c.hold, c.billed_before, c.usage_event -> 'app' as app, c.usage_event ->> 'acceptedAt' as accepted_at,
                coalesce(l.fee_basis_points, c.fee_basis_points) as fee_basis_points, coalesce(l.number, 0) as number,
                coalesce(l.cost, c.cost) as cost, coalesce(l.billed_cost, c.billed_cost) as billed_cost,
                coalesce(l.fee, c.fee) as fee, coalesce(l.charge, c.charge) as charge, coalesce(l.absorbed, c.absorbed) as absorbed,
                (select coalesce(sum(o.charge), 0) from ledger.charge o
                    where o.request_id = c.request_id and o.attempt_id <> c.attempt_id)
                + (select coalesce(sum(x.charge_change), 0) from ledger.charge_correction x
                    where x.request_id = c.request_id and x.attempt_id <> c.attempt_id) as others""";

    /** The last correction {@code l} of a charge {@code c}; without columns if there is none. */
    public static final String LAST_CORRECTION = """

            left join lateral (select * from ledger.charge_correction x
                where x.attempt_id = c.attempt_id order by x.number desc limit 1) l on true""";

    private static final String LOCK = "select " + STANDING_COLUMNS + """
            , u.id, u.reason, v.prices,
                case when r.rerate is null then u.usage else coalesce(l.usage, c.usage_event -> 'usage') end as usage
            from ledger.usage_correction u join ledger.charge c on c.attempt_id = u.attempt_id""" + LAST_CORRECTION + """

            left join ledger.rerate_correction r on r.correction = u.id
            join ledger.price_version v on v.id = coalesce(r.price_version, l.price_version, c.price_version)
            where u.id = cast(cast(?1 as text) as uuid) and u.state = 'WAITING' for update of u""";

    /** A correction that waits, with the charge it corrects. */
    record Stated(UUID id, Usage usage, String reason, StandingCharge charge) {}

    /** A correction that waits for its turn. */
    record Waiting(UUID id, String account) {}

    /** Corrections of closed requests, those that wait longest first. */
    Uni<List<Waiting>> waiting(Mutiny.StatelessSession session, int limit) {
        return Sql.rows(session, """
                        select u.id, u.account from ledger.usage_correction u
                        join ledger.hold h on h.request_id = u.request_id and h.state = 'RELEASED'
                        where u.state = 'WAITING' order by u.stated_at, u.id limit ?1""", limit)
                .map(rows -> rows.stream()
                        .map(row -> new Waiting(UUID.fromString(row.text("id")), row.text("account")))
                        .toList());
    }

    /**
     * Locks a correction until the transaction ends and reads it, if it still waits. One that comes of a re-rating has the usage that
     * counts by now, and corrected prices.
     */
    Uni<Optional<Stated>> lock(Mutiny.StatelessSession session, UUID id) {
        return Sql.rows(session, LOCK, id.toString())
                .map(rows -> rows.stream().map(CorrectionRepository::stated).findFirst());
    }

    /** Stores a correction whose transaction is posted. */
    Uni<Void> store(Mutiny.StatelessSession session, UUID id, CorrectionRules.Plan plan, String reason, BookTime now) {
        StandingCharge charge = plan.standing();
        Rating before = charge.rating();
        Rating after = plan.after();
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", id);
        row.put("attempt_id", charge.attemptId());
        row.put("number", charge.corrections() + 1);
        row.put("request_id", charge.requestId());
        row.put("account", charge.account());
        row.put("provider", charge.provider());
        row.put("usage", plan.usage());
        row.put("price_version", plan.prices().id());
        row.put("fee_basis_points", charge.feeBasisPoints());
        row.put("hold", plan.hold().value());
        row.put("billed_before", plan.billedBefore().value());
        row.put("cost", after.cost().value());
        row.put("billed_cost", after.billedCost().value());
        row.put("fee", after.fee().value());
        row.put("charge", after.charge().value());
        row.put("absorbed", after.absorbed().value());
        row.put("cost_change", after.cost().minus(before.cost()).value());
        row.put(
                "billed_cost_change",
                after.billedCost().minus(before.billedCost()).value());
        row.put("fee_change", after.fee().minus(before.fee()).value());
        row.put("charge_change", plan.difference().value());
        row.put("absorbed_change", after.absorbed().minus(before.absorbed()).value());
        row.put("reason", reason);
        row.put("month", now.month());
        row.put("booked_at", now.at());
        return Sql.run(session, """
                        insert into ledger.charge_correction
                        select * from jsonb_populate_record(cast(null as ledger.charge_correction), cast(cast(?1 as text) as jsonb))""", Sql.json(row)).replaceWithVoid();
    }

    /** Notes that a locked correction is booked. */
    Uni<Void> booked(Mutiny.StatelessSession session, UUID id) {
        return end(session, id, "BOOKED", "");
    }

    /** Notes that a correction cannot be booked; an operator must look. */
    Uni<Void> refused(Mutiny.StatelessSession session, UUID id, String detail) {
        return end(session, id, "REFUSED", detail);
    }

    private static Uni<Void> end(Mutiny.StatelessSession session, UUID id, String state, String detail) {
        return Sql.run(
                        session,
                        "update ledger.usage_correction set state = ?2, detail = ?3"
                                + " where id = cast(cast(?1 as text) as uuid) and state = 'WAITING'",
                        id.toString(),
                        state,
                        detail)
                .replaceWithVoid();
    }

    private static Stated stated(Row row) {
        return new Stated(
                UUID.fromString(row.text("id")),
                read(row.json("usage"), Usage.class),
                row.text("reason"),
                standing(row));
    }

    /** A charge as it stands, from {@link #STANDING_COLUMNS} and the column {@code prices}. */
    public static StandingCharge standing(Row row) {
        return new StandingCharge(
                UUID.fromString(row.text("attempt_id")),
                row.text("request_id"),
                row.text("account"),
                row.text("key"),
                row.text("model"),
                row.text("provider"),
                row.text("endpoint"),
                row.textOrNull("app") == null ? null : read(row.json("app"), App.class),
                Outcome.valueOf(row.text("outcome")),
                read(row.json("prices"), PriceVersion.class),
                (int) row.number("fee_basis_points"),
                row.amount("hold"),
                row.amount("billed_before"),
                row.amount("others"),
                ChargeRepository.rating(row),
                (int) row.number("number"),
                Instant.parse(row.text("accepted_at")));
    }

    /** Reads what the database keeps as JSON. */
    public static <T> T read(JsonNode json, Class<T> type) {
        try {
            return EventCodec.mapper().treeToValue(json, type);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("stored " + type.getSimpleName() + " must be readable", impossible);
        }
    }
}
