package io.tollgate.metering.request;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.ledger.HoldReleased;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** Counts a request when the ledger has released its hold, once; remembers that it closed, for the audit. */
@ApplicationScoped
public class RequestRepository {

    private static final String CLOSED = """
            insert into metering.request as r (request_id, closed)
            select distinct request_id, true from jsonb_array_elements_text(cast(cast(?1 as text) as jsonb)) as request_id order by request_id
            on conflict (request_id) do update set closed = true where not r.closed""";

    private static final String RELEASED = """
            with src as (
                select distinct on (request_id) * from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(
                    place int, request_id text, account text, key text, outcome text, month text, released_at timestamptz)
                order by request_id, place),
            fresh as (
                insert into metering.request as r (request_id, released, month)
                select request_id, true, month from src order by request_id
                on conflict (request_id) do update set released = true, month = excluded.month where not r.released
                returning request_id),
            counted as (select src.* from src join fresh using (request_id)),
            minutes as (
                insert into metering.platform_minute as p (month, bucket, requests)
                select month, date_trunc('minute', released_at, 'UTC'), count(*) from counted group by 1, 2 order by 1, 2
                on conflict (month, bucket) do update set requests = p.requests + excluded.requests)
            insert into metering.rollup_request as r (month, account, key, outcome, requests)
            select month, account, key, outcome, count(*) from counted group by 1, 2, 3, 4 order by 1, 2, 3, 4
            on conflict (month, account, key, outcome) do update set requests = r.requests + excluded.requests""";

    /** Notes that requests closed. */
    public Uni<Void> closed(Mutiny.StatelessSession session, List<RequestClosed> requests) {
        if (requests.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<String> ids = requests.stream().map(RequestClosed::requestId).toList();
        return Sql.run(session, CLOSED, Sql.json(ids)).replaceWithVoid();
    }

    /** Counts requests whose holds were released, those that are not counted yet. */
    public Uni<Void> released(Mutiny.StatelessSession session, List<HoldReleased> holds) {
        if (holds.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (HoldReleased hold : holds) {
            rows.add(Map.of(
                    "place", rows.size(),
                    "request_id", hold.requestId(),
                    "account", hold.account(),
                    "key", hold.key(),
                    "outcome", hold.outcome().name(),
                    "month", hold.month(),
                    "released_at", hold.releasedAt()));
        }
        return Sql.run(session, RELEASED, Sql.json(rows)).replaceWithVoid();
    }
}
