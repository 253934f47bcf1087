package io.tollgate.ledger.charge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.ledger.posting.BookTime;
import io.tollgate.ledger.posting.BookTimes;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Stores charges, once for each attempt, and the unit prices they were made with. */
@ApplicationScoped
public class ChargeRepository {

    private static final ObjectMapper MAPPER = EventCodec.mapper();
    private static final String PRICES = "prices";
    private static final ObjectMapper WITHOUT_PRICES =
            EventCodec.mapper().addMixIn(UsageRecorded.class, WithoutPrices.class);

    /** Prices are stored once, under their version. */
    @JsonIgnoreProperties(PRICES)
    private interface WithoutPrices {}

    /** What was booked for attempts, of those that were. */
    Uni<Map<UUID, BookedCharge>> booked(Mutiny.StatelessSession session, Collection<UUID> attempts) {
        return Sql.rows(session, """
                        select attempt_id, request_id, account, endpoint, outcome, cost, billed_cost, fee, charge, absorbed,
                            usage_event -> 'usage' as usage
                        from ledger.charge
                        where attempt_id in (select cast(a as uuid) from jsonb_array_elements_text(cast(cast(?1 as text) as jsonb)) a)""", Sql.json(attempts))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> UUID.fromString(row.text("attempt_id")), ChargeRepository::bookedCharge)));
    }

    /** Whether an attempt of a request of this account was booked. */
    Uni<Boolean> isCharged(Mutiny.StatelessSession session, String account, String requestId) {
        return Sql.rows(
                        session,
                        "select 1 as one from ledger.charge where request_id = ?1 and account = ?2 limit 1",
                        requestId,
                        account)
                .map(rows -> !rows.isEmpty());
    }

    /** Price versions that are known, by id. */
    Uni<Map<String, PriceVersion>> prices(Mutiny.StatelessSession session, Collection<String> ids) {
        return Sql.rows(session, """
                        select prices from ledger.price_version
                        where id in (select jsonb_array_elements_text(cast(cast(?1 as text) as jsonb)))""", Sql.json(ids))
                .map(rows -> rows.stream()
                        .map(row -> read(row.json(PRICES), PriceVersion.class))
                        .collect(Collectors.toMap(PriceVersion::id, Function.identity())));
    }

    /** Stores charges whose transactions are posted, and the prices they are the first to use. */
    Uni<Void> store(
            Mutiny.StatelessSession session, List<Charge> charges, List<PriceVersion> newPrices, BookTimes times) {
        Uni<Void> stored = Uni.createFrom().voidItem();
        if (!newPrices.isEmpty()) {
            stored = storePrices(session, newPrices);
        }
        return charges.isEmpty() ? stored : stored.chain(() -> storeCharges(session, charges, times));
    }

    private static Uni<Void> storePrices(Mutiny.StatelessSession session, List<PriceVersion> prices) {
        List<Map<String, Object>> rows = prices.stream()
                .map(version -> Map.<String, Object>of("id", version.id(), PRICES, version))
                .toList();
        return Sql.run(session, """
                        insert into ledger.price_version (id, prices)
                        select id, prices from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(id text, prices jsonb) order by id
                        on conflict (id) do nothing""", Sql.json(rows)).replaceWithVoid();
    }

    private static Uni<Void> storeCharges(Mutiny.StatelessSession session, List<Charge> charges, BookTimes times) {
        List<Map<String, Object>> rows =
                charges.stream().map(charge -> row(charge, times)).toList();
        return Sql.run(
                        session,
                        "insert into ledger.charge (attempt_id, request_id, attempt, account, key, model, provider, endpoint,"
                                + " outcome, price_version, fee_basis_points, hold, billed_before, cost, billed_cost, fee,"
                                + " charge, absorbed, excess, usage_event, month, booked_at)"
                                + " select attempt_id, request_id, attempt, account, key, model, provider, endpoint,"
                                + " outcome, price_version, fee_basis_points, hold, billed_before, cost, billed_cost, fee,"
                                + " charge, absorbed, excess, usage_event, month, booked_at"
                                + " from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(attempt_id uuid, request_id text,"
                                + " attempt int, account text, key text, model text, provider text, endpoint text,"
                                + " outcome text, price_version text, fee_basis_points int, hold bigint,"
                                + " billed_before bigint, cost bigint, billed_cost bigint, fee bigint, charge bigint,"
                                + " absorbed bigint, excess bigint, usage_event jsonb, month text, booked_at timestamptz)",
                        Sql.json(rows))
                .replaceWithVoid();
    }

    private static Map<String, Object> row(Charge charge, BookTimes times) {
        UsageRecorded usage = charge.usage();
        BookTime time = times.of(usage.finishedAt());
        Rating rating = usage.rating();
        Map<String, Object> row = new HashMap<>();
        row.put("attempt_id", usage.attemptId());
        row.put("request_id", usage.requestId());
        row.put("attempt", usage.attempt());
        row.put("account", usage.account());
        row.put("key", usage.key());
        row.put("model", usage.model());
        row.put("provider", usage.provider());
        row.put("endpoint", usage.endpoint());
        row.put("outcome", usage.outcome());
        row.put("price_version", usage.prices().id());
        row.put("fee_basis_points", usage.feeBasisPoints());
        row.put("hold", usage.hold().value());
        row.put("billed_before", usage.billedBefore().value());
        row.put("cost", rating.cost().value());
        row.put("billed_cost", rating.billedCost().value());
        row.put("fee", rating.fee().value());
        row.put("charge", rating.charge().value());
        row.put("absorbed", rating.absorbed().value());
        row.put("excess", charge.excess().value());
        row.put("usage_event", withoutPrices(usage));
        row.put("month", time.month());
        row.put("booked_at", time.at());
        return row;
    }

    private static RawValue withoutPrices(UsageRecorded usage) {
        try {
            return new RawValue(WITHOUT_PRICES.writeValueAsString(usage));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an event must be writable", impossible);
        }
    }

    /**
     * The event of a charge, put together again.
     *
     * @param event the stored event without its prices
     * @param prices the stored price version
     */
    public static UsageRecorded event(JsonNode event, JsonNode prices) {
        ObjectNode whole = event.deepCopy();
        whole.set(PRICES, prices);
        return read(whole, UsageRecorded.class);
    }

    private static BookedCharge bookedCharge(Row row) {
        return new BookedCharge(
                row.text("request_id"),
                row.text("account"),
                row.text("endpoint"),
                Outcome.valueOf(row.text("outcome")),
                read(row.json("usage"), Usage.class),
                rating(row));
    }

    /** The rating in the columns of a charge. */
    public static Rating rating(Row row) {
        return new Rating(
                row.amount("cost"),
                row.amount("billed_cost"),
                row.amount("fee"),
                row.amount("charge"),
                row.amount("absorbed"));
    }

    private static <T> T read(JsonNode json, Class<T> type) {
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("stored " + type.getSimpleName() + " must be readable", impossible);
        }
    }
}
