package io.tollgate.metering.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.metering.rollup.RollupColumns;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads the rollups of a month, and nothing else, all as of one moment. */
@ApplicationScoped
class ReportRepository {

    private static final int MOST_GROUPS = 1_000;
    private static final String MEASURES = RollupColumns.MEASURES.stream()
            .map(name -> "cast(coalesce(sum(" + name + "), 0) as bigint) as " + name)
            .collect(Collectors.joining(", "));
    private static final String REQUESTS = """
            select outcome, cast(sum(requests) as bigint) as requests from metering.rollup_request
            where month = ?1 group by outcome order by outcome""";
    private static final String MINUTES = """
            select count(*) as minutes, cast(coalesce(sum(prompt + completion), 0) as bigint) as tokens,
                (select to_jsonb(t) from (select bucket, prompt + completion as tokens from metering.platform_minute
                    where month = ?1 order by prompt + completion desc, bucket limit 1) t) as peak_tokens,
                (select to_jsonb(q) from (select bucket, requests from metering.platform_minute
                    where month = ?1 order by requests desc, bucket limit 1) q) as peak_requests
            from metering.platform_minute where month = ?1""";

    private final Database database;

    ReportRepository(Database database) {
        this.database = database;
    }

    /** The sums of a month, {@code YYYY-MM}; groups are the largest thousand by tokens. */
    Uni<MonthlySums> month(String month) {
        return database.inTransaction(session -> Sql.run(session, "set transaction isolation level repeatable read")
                .chain(() -> sums(session, month)));
    }

    private static Uni<MonthlySums> sums(Mutiny.StatelessSession session, String month) {
        return one(session, "select " + MEASURES + " from metering.rollup_month where month = ?1", month)
                .chain(total -> columns(Sql.rows(session, REQUESTS, month))
                        .chain(requests -> one(session, MINUTES, month)
                                .chain(minutes -> groups(session, "model", month)
                                        .chain(models -> groups(session, "provider", month)
                                                .chain(providers -> groups(session, "model, provider", month)
                                                        .chain(both -> groups(session, "account", month)
                                                                .chain(accounts -> groups(session, "app", month)
                                                                        .map(apps -> new MonthlySums(
                                                                                total, requests, minutes, models,
                                                                                providers, both, accounts,
                                                                                apps)))))))));
    }

    private static Uni<JsonNode> one(Mutiny.StatelessSession session, String query, String month) {
        return Sql.rows(session, query, month).map(rows -> rows.getFirst().columns());
    }

    private static Uni<List<JsonNode>> groups(Mutiny.StatelessSession session, String by, String month) {
        return columns(Sql.rows(
                session,
                "select " + by + ", " + MEASURES + " from metering.rollup_month where month = ?1 group by " + by
                        + " order by sum(prompt + completion) desc, " + by + " limit " + MOST_GROUPS,
                month));
    }

    private static Uni<List<JsonNode>> columns(Uni<List<Row>> rows) {
        return rows.map(all -> all.stream().map(Row::columns).toList());
    }
}
