package io.tollgate.ledger.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.charge.ChargeRepository;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import io.tollgate.pricing.Rater;
import io.tollgate.pricing.UnpricedUsageException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Computes charges and their corrections again from usage, prices and hold (invariant 7). */
@ApplicationScoped
class Recomputation {

    private static final int PAGE = 1000;
    private static final UUID FIRST = new UUID(0, 0);

    private final Database database;
    private final int most;

    @Inject
    Recomputation(Database database, LedgerConfig config) {
        this.database = database;
        this.most = config.audit().recompute();
    }

    /** Where ratings stand, in pages by {@code id}, and how one is computed again. */
    private record Ratings(String table, String query, Function<Row, Rating> again) {}

    private static final Ratings CHARGES = new Ratings("ledger.charge", """
            select c.attempt_id as id, c.usage_event, v.prices, c.cost, c.billed_cost, c.fee, c.charge, c.absorbed
            from ledger.charge c join ledger.price_version v on v.id = c.price_version
            where c.attempt_id > cast(cast(?1 as text) as uuid) order by c.attempt_id limit ?2""", row -> {
        UsageRecorded usage = ChargeRepository.event(row.json("usage_event"), row.json("prices"));
        return Rater.rate(
                usage.usage(),
                usage.prices(),
                usage.feeBasisPoints(),
                usage.hold(),
                usage.billedBefore(),
                usage.outcome());
    });
    private static final Ratings CORRECTIONS = new Ratings(
            "ledger.charge_correction",
            """
            select x.id, x.usage, v.prices, x.fee_basis_points, x.hold, x.billed_before, c.outcome,
                x.cost, x.billed_cost, x.fee, x.charge, x.absorbed
            from ledger.charge_correction x join ledger.charge c on c.attempt_id = x.attempt_id
            join ledger.price_version v on v.id = x.price_version
            where x.id > cast(cast(?1 as text) as uuid) order by x.id limit ?2""",
            row -> Rater.rate(
                    read(row.json("usage"), Usage.class),
                    read(row.json("prices"), PriceVersion.class),
                    (int) row.number("fee_basis_points"),
                    row.amount("hold"),
                    row.amount("billed_before"),
                    Outcome.valueOf(row.text("outcome"))));

    private record Progress(UUID after, long checked, long broken, String firstBroken) {}

    /** Every charge; of very many as many as are set, from anywhere, so that another audit looks at others. */
    Uni<Check> charges() {
        return check("7", "recomputing a charge gives the same amount", CHARGES);
    }

    /** Every correction of a charge, or as many as are set. */
    Uni<Check> corrections() {
        return check("7c", "recomputing a correction gives the same amount", CORRECTIONS);
    }

    private Uni<Check> check(String id, String name, Ratings ratings) {
        return beginning(ratings)
                .chain(after -> pages(ratings, new Progress(after, 0, 0, "")))
                .map(end -> new Check(
                        id,
                        name,
                        end.broken(),
                        end.checked(),
                        end.firstBroken().isEmpty() ? "" : "first: " + end.firstBroken()));
    }

    /** The id after which to begin: the first, or if there are more than may be looked at, anywhere. */
    private Uni<UUID> beginning(Ratings ratings) {
        return database.once(session -> Sql.rows(
                        session,
                        "select count(*) as n from (select 1 from " + ratings.table() + " limit " + (most + 1L)
                                + ") t"))
                .map(rows -> rows.getFirst().number("n") > most ? UUID.randomUUID() : FIRST);
    }

    private Uni<Progress> pages(Ratings ratings, Progress soFar) {
        return database.inTransaction(session ->
                        Sql.rows(session, ratings.query(), soFar.after().toString(), PAGE))
                .chain(rows -> {
                    Progress next = check(ratings, soFar, rows);
                    return rows.size() < PAGE || next.checked() >= most
                            ? Uni.createFrom().item(next)
                            : pages(ratings, next);
                });
    }

    private static Progress check(Ratings ratings, Progress soFar, List<Row> rows) {
        Progress progress = soFar;
        for (Row row : rows) {
            UUID id = UUID.fromString(row.text("id"));
            boolean right = isRight(ratings, row);
            progress = new Progress(
                    id,
                    progress.checked() + 1,
                    progress.broken() + (right ? 0 : 1),
                    right || !progress.firstBroken().isEmpty() ? progress.firstBroken() : id.toString());
        }
        return progress;
    }

    private static boolean isRight(Ratings ratings, Row row) {
        try {
            return ratings.again().apply(row).equals(ChargeRepository.rating(row));
        } catch (UnpricedUsageException | IllegalArgumentException | ArithmeticException unratable) {
            return false;
        }
    }

    private static <T> T read(JsonNode json, Class<T> type) {
        try {
            return EventCodec.mapper().treeToValue(json, type);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("stored " + type.getSimpleName() + " must be readable", impossible);
        }
    }
}
