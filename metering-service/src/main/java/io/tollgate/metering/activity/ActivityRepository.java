package io.tollgate.metering.activity;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;

/** Reads the days of an account. */
@ApplicationScoped
class ActivityRepository {

    private static final String DAYS = """
            select cast(cast(bucket at time zone 'UTC' as date) as text) as date, model,
                coalesce((select n.name from metering.provider_name n where n.provider = r.provider), r.provider) as provider, endpoint,
                cast(sum(requests) as bigint) as requests, cast(sum(prompt) as bigint) as prompt,
                cast(sum(completion) as bigint) as completion, cast(sum(reasoning) as bigint) as reasoning,
                cast(sum(charge) as bigint) as charge
            from metering.rollup_day r
            where account = ?1 and bucket >= cast(cast(?2 as text) as date) at time zone 'UTC'
                and bucket <= cast(cast(?3 as text) as date) at time zone 'UTC' and (?4 = '' or key = ?4)
            group by 1, 2, r.provider, endpoint having sum(requests) > 0 or sum(charge) <> 0
            order by 1 desc, 2, 3, 4""";

    private final Database database;

    ActivityRepository(Database database) {
        this.database = database;
    }

    /**
     * What an endpoint did for an account on one day.
     *
     * @param usage what was charged, in USD
     */
    record Activity(
            String date,
            String model,
            @JsonProperty("model_permaslug") String modelPermaslug,
            @JsonProperty("endpoint_id") String endpointId,
            @JsonProperty("provider_name") String providerName,
            BigDecimal usage,
            @JsonProperty("byok_usage_inference") int byokUsageInference,
            long requests,
            @JsonProperty("prompt_tokens") long promptTokens,
            @JsonProperty("completion_tokens") long completionTokens,
            @JsonProperty("reasoning_tokens") long reasoningTokens,
            @JsonProperty("workspace_id") String workspaceId) {}

    /** @param key id of the only key wanted; empty for all */
    Uni<List<Activity>> days(String account, ActivityWindow window, String key) {
        return database.inTransaction(session -> Sql.rows(
                        session,
                        DAYS,
                        account,
                        window.first().toString(),
                        window.last().toString(),
                        key)
                .map(rows -> rows.stream().map(row -> activity(account, row)).toList()));
    }

    private static Activity activity(String account, Row row) {
        String model = row.text("model");
        return new Activity(
                row.text("date"),
                model,
                model,
                row.text("endpoint"),
                row.text("provider"),
                row.amount("charge").toUsd(),
                0,
                row.number("requests"),
                row.number("prompt"),
                row.number("completion"),
                row.number("reasoning"),
                account);
    }
}
