package io.tollgate.metering.attempt;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.ledger.ChargeCorrected;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.metering.rollup.RollupColumns;
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

    private static final String ADD_UP = """
            with fresh as (
                insert into metering.charge_correction (correction_id, attempt_id, month, booked_at, %1$s, %2$s)
                select correction_id, attempt_id, month, booked_at, %1$s, %2$s
                from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(correction_id uuid, attempt_id uuid, month text,
                    booked_at timestamptz, %3$s)
                order by correction_id on conflict (correction_id) do nothing returning *),
            minute as (%4$s), day as (%5$s)
            %6$s""".formatted(
                    String.join(", ", RollupColumns.DIMENSIONS),
                    String.join(", ", RollupColumns.MONEY),
                    Stream.concat(
                                    RollupColumns.DIMENSIONS.stream().map(name -> name + " text"),
                                    RollupColumns.MONEY.stream().map(name -> name + " bigint"))
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
        String values = RollupColumns.MEASURES.stream()
                .map(measure -> RollupColumns.MONEY.contains(measure) ? "cast(sum(" + measure + ") as bigint)" : "0")
                .collect(Collectors.joining(", "));
        String additions = RollupColumns.MONEY.stream()
                .map(name -> name + " = r." + name + " + excluded." + name)
                .collect(Collectors.joining(", "));
        return """
               insert into metering.rollup_%1$s as r (bucket, month, %2$s, %3$s)
               select %4$s, month, %2$s, %5$s from fresh group by 1, 2, %2$s order by 1, 2, %2$s
               on conflict (bucket, month, %2$s) do update set %6$s""".formatted(
                        grain,
                        String.join(", ", RollupColumns.DIMENSIONS),
                        String.join(", ", RollupColumns.MEASURES),
                        bucket,
                        values,
                        additions);
    }
}
