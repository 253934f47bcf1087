package io.tollgate.metering.attempt;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.ledger.ChargeCorrected;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Adds what corrections changed to the money of the rollups, each once, under the month and at the time in which the ledger booked it.
 * Quantities stay those that were recorded.
 */
@ApplicationScoped
class ChargeCorrectionRepository {

    private static final List<String> DIMENSIONS = List.of("account", "key", "model", "provider", "endpoint", "app");
    private static final List<String> MONEY = List.of("cost", "billed_cost", "fee", "charge", "absorbed");
    private static final List<String> UNCHANGED = List.of(
            "attempts",
            "requests",
            "simulated",
            "estimated",
            "prompt",
            "cached",
            "cache_write",
            "image_prompt",
            "audio_prompt",
            "completion",
            "reasoning",
            "image_completion",
            "audio_completion",
            "input_images",
            "output_images",
            "web_searches",
            "generation_ms");

    private static final String ADD_UP = """
            with fresh as (
                insert into metering.charge_correction (correction_id, attempt_id, month, booked_at, %1$s, %2$s)
                select correction_id, attempt_id, month, booked_at, %1$s, %2$s
                from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(correction_id uuid, attempt_id uuid, month text,
                    booked_at timestamptz, %3$s)
                order by correction_id on conflict (correction_id) do nothing returning *),
            minute as (%4$s), day as (%5$s)
            %6$s""".formatted(
                    String.join(", ", DIMENSIONS),
                    String.join(", ", MONEY),
                    Stream.concat(
                                    DIMENSIONS.stream().map(name -> name + " text"),
                                    MONEY.stream().map(name -> name + " bigint"))
                            .collect(Collectors.joining(", ")),
                    rollup("minute", "date_trunc('minute', booked_at, 'UTC')"),
                    rollup("day", "date_trunc('day', booked_at, 'UTC')"),
                    rollup("month", "cast(month || '-01 00:00:00+00' as timestamptz)"));

    Uni<Void> addUp(Mutiny.StatelessSession session, List<ChargeCorrected> corrections) {
        if (corrections.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ChargeCorrected correction : corrections) {
            Rating before = correction.before();
            Rating after = correction.after();
            Map<String, Object> row = new HashMap<>();
            row.put("correction_id", correction.correctionId());
            row.put("attempt_id", correction.attemptId());
            row.put("month", correction.month());
            row.put("booked_at", correction.postedAt());
            row.put("account", correction.account());
            row.put("key", correction.key());
            row.put("model", correction.model());
            row.put("provider", correction.provider());
            row.put("endpoint", correction.endpoint());
            row.put("app", UsageHalf.app(correction.app()));
            row.put("cost", after.cost().minus(before.cost()).value());
            row.put("billed_cost", after.billedCost().minus(before.billedCost()).value());
            row.put("fee", after.fee().minus(before.fee()).value());
            row.put("charge", after.charge().minus(before.charge()).value());
            row.put("absorbed", after.absorbed().minus(before.absorbed()).value());
            rows.add(row);
        }
        return Sql.run(session, ADD_UP, Sql.json(rows)).replaceWithVoid();
    }

    private static String rollup(String grain, String bucket) {
        String dimensions = String.join(", ", DIMENSIONS);
        return """
               insert into metering.rollup_%1$s as r (bucket, month, %2$s, %3$s, %4$s)
               select %5$s, month, %2$s, %6$s, %7$s from fresh group by 1, 2, %2$s order by 1, 2, %2$s
               on conflict (bucket, month, %2$s) do update set %8$s""".formatted(
                grain,
                dimensions,
                String.join(", ", MONEY),
                String.join(", ", UNCHANGED),
                bucket,
                MONEY.stream().map(name -> "cast(sum(" + name + ") as bigint)").collect(Collectors.joining(", ")),
                UNCHANGED.stream().map(name -> "0").collect(Collectors.joining(", ")),
                MONEY.stream()
                        .map(name -> name + " = r." + name + " + excluded." + name)
                        .collect(Collectors.joining(", ")));
    }
}
