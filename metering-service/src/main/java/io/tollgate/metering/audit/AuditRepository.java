package io.tollgate.metering.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.metering.MeteringConfig;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Compares attempts, corrections and requests with each other and with the rollups, all as of one moment. Reads everything that is kept. */
@ApplicationScoped
class AuditRepository {

    private static final String MONTHS = """
            select month, cast(sum(attempts) as bigint) as attempts, cast(sum(requests) as bigint) as answered_requests,
                cast(sum(prompt) as bigint) as prompt, cast(sum(completion) as bigint) as completion,
                cast(sum(cost) as bigint) as cost, cast(sum(billed_cost) as bigint) as billed_cost,
                cast(sum(fee) as bigint) as fee, cast(sum(charge) as bigint) as charge, cast(sum(absorbed) as bigint) as absorbed
            from metering.rollup_month group by month order by month""";

    private static final String ATTEMPTS = """
            select count(*) filter (where has_usage and has_charge) as whole,
                count(*) filter (where not (has_usage and has_charge)) as halves,
                count(*) filter (where not has_usage and first_half_at < now() - make_interval(secs => ?1)) as without_usage,
                count(*) filter (where not has_charge and first_half_at < now() - make_interval(secs => ?1)) as without_charge,
                count(*) filter (where has_usage and has_charge and (account <> charge_account or key <> charge_key
                    or endpoint <> charge_endpoint or stated_charge <> charge or stated_cost <> cost)) as disagreeing
            from metering.attempt""";

    /** Months whose oldest attempts may have been deleted are left out. */
    private static final String DIFFERENT = """
            with raw as (
                select month, sum(attempts) as attempts, sum(prompt) as prompt, sum(cached) as cached, sum(completion) as completion,
                    sum(cost) as cost, sum(fee) as fee, sum(charge) as charge, sum(absorbed) as absorbed
                from (select month, cast(1 as bigint) as attempts, prompt, cached, completion, cost, fee, charge, absorbed
                        from metering.attempt where has_usage and has_charge
                    union all select month, cast(0 as bigint), 0, 0, 0, cost, fee, charge, absorbed
                        from metering.charge_correction) r group by month),
            months as (
                select month, sum(attempts) as attempts, sum(prompt) as prompt, sum(cached) as cached,
                    sum(completion) as completion, sum(cost) as cost, sum(fee) as fee, sum(charge) as charge,
                    sum(absorbed) as absorbed
                from metering.rollup_month group by month),
            days as (
                select month, sum(attempts) as attempts, sum(prompt) as prompt, sum(cached) as cached,
                    sum(completion) as completion, sum(cost) as cost, sum(fee) as fee, sum(charge) as charge,
                    sum(absorbed) as absorbed
                from metering.rollup_day group by month)
            select count(*) as months, count(*) filter (where raw is distinct from months or raw is distinct from days) as different
            from raw full join months using (month) full join days using (month)
            where month > ?1""";

    private static final String REQUESTS = """
            select count(*) as requests,
                count(*) filter (where not released and first_half_at < now() - make_interval(secs => ?1)) as unreleased,
                count(*) filter (where not closed and first_half_at < now() - make_interval(secs => ?1)) as unclosed,
                count(*) filter (where released and month > ?2) as counted,
                (select cast(coalesce(sum(requests), 0) as bigint) from metering.rollup_request where month > ?2) as reported
            from metering.request""";

    private final Database database;
    private final MeteringConfig config;

    AuditRepository(Database database, MeteringConfig config) {
        this.database = database;
        this.config = config;
    }

    /** What was found. */
    record Findings(List<JsonNode> months, JsonNode attempts, JsonNode sums, JsonNode requests) {}

    /** @param keptFrom month before which attempts may have been deleted, {@code YYYY-MM} */
    Uni<Findings> look(String keptFrom) {
        double grace = config.grace().toSeconds();
        return database.inTransaction(session -> Sql.run(session, "set transaction isolation level repeatable read")
                .chain(() -> Sql.rows(session, MONTHS))
                .chain(months -> one(session, ATTEMPTS, grace)
                        .chain(attempts -> one(session, DIFFERENT, keptFrom)
                                .chain(sums -> one(session, REQUESTS, grace, keptFrom)
                                        .map(requests -> new Findings(columns(months), attempts, sums, requests))))));
    }

    private static List<JsonNode> columns(List<Row> rows) {
        return rows.stream().map(Row::columns).toList();
    }

    private static Uni<JsonNode> one(Mutiny.StatelessSession session, String query, Object... parameters) {
        return Sql.rows(session, query, parameters).map(rows -> rows.getFirst().columns());
    }
}
