package io.tollgate.metering.attempt;

import io.smallrye.mutiny.Uni;
import io.tollgate.metering.rollup.RollupColumns;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Keeps the halves of attempts and adds up the attempts that became whole. A half that is there already is left as it is: the first in
 * log order counts. Rows are locked in the order of their ids, rollups after attempts, so that two consumers cannot block each other.
 */
@ApplicationScoped
class AttemptRepository {

    private static final List<String> USAGE_TYPES = List.of(
            "account text",
            "key text",
            "model text",
            "provider text",
            "endpoint text",
            "app text",
            "outcome text",
            "simulated boolean",
            "finished_at timestamptz",
            "delivered boolean",
            "estimated bigint",
            "generation_ms bigint",
            "stated_charge bigint",
            "stated_cost bigint");
    private static final List<String> CHARGE_TYPES = List.of(
            "month text",
            "charge_account text",
            "charge_key text",
            "charge_endpoint text",
            "cost bigint",
            "billed_cost bigint",
            "fee bigint",
            "charge bigint",
            "absorbed bigint");

    private static final String KEEP_USAGE = keep("has_usage", withTokens(USAGE_TYPES));
    private static final String KEEP_CHARGE = keep("has_charge", CHARGE_TYPES);
    private static final String ADD_UP = addUp();

    /** Keeps the usage halves that are new. */
    Uni<List<String>> keepUsage(Mutiny.StatelessSession session, List<UsageHalf> halves) {
        return whole(Sql.rows(session, KEEP_USAGE, Sql.json(halves)));
    }

    /** Keeps the charge halves that are new. */
    Uni<List<String>> keepCharges(Mutiny.StatelessSession session, List<ChargeHalf> halves) {
        return whole(Sql.rows(session, KEEP_CHARGE, Sql.json(halves)));
    }

    private static Uni<List<String>> whole(Uni<List<Row>> kept) {
        return kept.map(rows -> rows.stream()
                .filter(row -> row.flag("has_usage") && row.flag("has_charge"))
                .map(row -> row.text("attempt_id"))
                .toList());
    }

    /** Adds attempts to all rollups; each must be added once, in the transaction in which it became whole. */
    Uni<Void> addUp(Mutiny.StatelessSession session, List<String> attemptIds) {
        return attemptIds.isEmpty()
                ? Uni.createFrom().voidItem()
                : Sql.run(session, ADD_UP, Sql.json(attemptIds)).replaceWithVoid();
    }

    private static List<String> withTokens(List<String> types) {
        List<String> all = new ArrayList<>(types);
        RollupColumns.QUANTITIES.forEach(token -> all.add(token + " bigint"));
        return all;
    }

    private static String keep(String flag, List<String> types) {
        List<String> names =
                types.stream().map(type -> type.substring(0, type.indexOf(' '))).toList();
        String columns = String.join(", ", names);
        String changes =
                names.stream().map(name -> name + " = excluded." + name).collect(Collectors.joining(", "));
        return """
               insert into metering.attempt as a (attempt_id, %1$s, %2$s)
               select attempt_id, true, %2$s from (
                   select distinct on (attempt_id) * from jsonb_to_recordset(cast(cast(?1 as text) as jsonb))
                       as x(place int, attempt_id uuid, %3$s)
                   order by attempt_id, place) first
               on conflict (attempt_id) do update set %1$s = true, %4$s where not a.%1$s
               returning attempt_id, has_usage, has_charge""".formatted(flag, columns, String.join(", ", types), changes);
    }

    private static String addUp() {
        String values = RollupColumns.MEASURES.stream()
                .map(measure -> switch (measure) {
                    case "attempts" -> "count(*)";
                    case "requests" -> "count(*) filter (where delivered)";
                    case "simulated" -> "count(*) filter (where simulated)";
                    default -> "cast(sum(" + measure + ") as bigint)";
                })
                .collect(Collectors.joining(", "));
        return """
               with whole as (
                   select * from metering.attempt
                   where attempt_id in (select cast(id as uuid) from jsonb_array_elements_text(cast(cast(?1 as text) as jsonb)) as id)),
               minute as (%s), day as (%s), month as (%s)
               insert into metering.platform_minute as p (month, bucket, prompt, completion)
               select month, date_trunc('minute', finished_at, 'UTC'), cast(sum(prompt) as bigint), cast(sum(completion) as bigint)
               from whole group by 1, 2 order by 1, 2
               on conflict (month, bucket) do update
                   set prompt = p.prompt + excluded.prompt, completion = p.completion + excluded.completion""".formatted(
                        rollup("minute", "date_trunc('minute', finished_at, 'UTC')", values),
                        rollup("day", "date_trunc('day', finished_at, 'UTC')", values),
                        rollup("month", "cast(month || '-01 00:00:00+00' as timestamptz)", values));
    }

    private static String rollup(String grain, String bucket, String values) {
        String dimensions = String.join(", ", RollupColumns.DIMENSIONS);
        String additions = RollupColumns.MEASURES.stream()
                .map(measure -> measure + " = r." + measure + " + excluded." + measure)
                .collect(Collectors.joining(", "));
        return """
               insert into metering.rollup_%1$s as r (bucket, month, %2$s, %3$s)
               select %4$s, month, %2$s, %5$s from whole
               group by 1, 2, %2$s order by 1, 2, %2$s
               on conflict (bucket, month, %2$s) do update set %6$s""".formatted(grain, dimensions, String.join(", ", RollupColumns.MEASURES), bucket, values, additions);
    }
}
