package io.tollgate.ledger.rerating;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.ledger.correction.CorrectionRepository;
import io.tollgate.ledger.correction.CorrectionRules.Plan;
import io.tollgate.ledger.rerating.RerateRules.Candidate;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Reads charges to be rated again, and hands corrections on to be booked. */
@ApplicationScoped
class RerateRepository {

    private static final String PAGE =
            "select " + CorrectionRepository.STANDING_COLUMNS + """
            , coalesce(l.usage, c.usage_event -> 'usage') as usage, c.usage_event ->> 'startedAt' as started_at,
                exists(select 1 from ledger.hold h where h.request_id = c.request_id and h.state = 'RELEASED') as closed,
                c.attempt, v.prices
            from ledger.charge c""" + CorrectionRepository.LAST_CORRECTION + """

            join ledger.price_version v on v.id = coalesce(l.price_version, c.price_version)
            where c.month = ?1 and (c.request_id > ?2 or c.request_id = ?2 and c.attempt > ?3)
                and c.endpoint in (select jsonb_array_elements_text(cast(cast(?4 as text) as jsonb)))
            order by c.request_id, c.attempt limit\s""";

    /** Some charges and where the next ones begin. */
    record Page(List<Candidate> candidates, @Nullable RerateCursor next) {}

    /** Charges of a month at the endpoints of an order, in the order of their requests. */
    Uni<Page> page(Mutiny.StatelessSession session, RerateOrder order, RerateCursor after, int size) {
        return Sql.rows(
                        session,
                        PAGE + size,
                        order.month(),
                        after.requestId(),
                        after.attempt(),
                        Sql.json(order.endpoints()))
                .map(rows -> new Page(
                        rows.stream().map(RerateRepository::candidate).toList(),
                        rows.size() < size ? null : cursor(rows.getLast())));
    }

    /** Notes an order with its prices; a repeat changes nothing. Emits whether it is the one that was noted first under its id. */
    Uni<Boolean> note(Mutiny.StatelessSession session, RerateOrder order) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", order.id());
        row.put("month", order.month());
        row.put("endpoint", order.endpoint());
        row.put("prices", order.prices());
        String json = Sql.json(row);
        return Sql.run(session, """
                        insert into ledger.rerate (id, month, endpoint, prices)
                        select id, month, endpoint, prices from jsonb_to_record(cast(cast(?1 as text) as jsonb))
                            as x(id text, month text, endpoint text, prices jsonb)
                        on conflict (id) do nothing""", json)
                .chain(() -> Sql.rows(session, """
                        select r.month = x.month and r.endpoint is not distinct from x.endpoint and r.prices = x.prices as same
                        from jsonb_to_record(cast(cast(?1 as text) as jsonb)) as x(id text, month text, endpoint text, prices jsonb)
                        join ledger.rerate r on r.id = x.id""", json))
                .map(rows -> rows.getFirst().flag("same"));
    }

    /** Hands corrections on, each once for the order and its attempt. */
    Uni<Integer> handOn(Mutiny.StatelessSession session, RerateOrder order, List<Plan> plans, Function<Plan, UUID> id) {
        if (plans.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        List<Map<String, Object>> rows = plans.stream()
                .map(plan -> Map.<String, Object>of(
                        "correction", id.apply(plan),
                        "attempt_id", plan.standing().attemptId(),
                        "request_id", plan.standing().requestId(),
                        "account", plan.standing().account(),
                        "usage", plan.usage(),
                        "version", plan.prices().id(),
                        "prices", plan.prices()))
                .toList();
        String json = Sql.json(rows);
        return Sql.run(session, """
                        insert into ledger.price_version (id, prices)
                        select distinct on (version) version, prices
                        from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(version text, prices jsonb)
                        order by version on conflict (id) do nothing""", json)
                .chain(() -> Sql.run(session, """
                        insert into ledger.rerate_correction (rerate, attempt_id, correction, price_version)
                        select ?2, attempt_id, correction, version from jsonb_to_recordset(cast(cast(?1 as text) as jsonb))
                            as x(attempt_id uuid, correction uuid, version text)
                        on conflict do nothing""", json, order.id()))
                .chain(() -> Sql.run(session, """
                        insert into ledger.usage_correction (id, attempt_id, request_id, account, usage, reason, state)
                        select correction, attempt_id, request_id, account, usage, 're-rated by ' || ?2, 'WAITING'
                        from jsonb_to_recordset(cast(cast(?1 as text) as jsonb))
                            as x(correction uuid, attempt_id uuid, request_id text, account text, usage jsonb)
                        on conflict (id) do nothing""", json, order.id()));
    }

    /** What became of an order's corrections, in one row; empty if there is no such order. */
    Uni<List<Row>> progress(Mutiny.StatelessSession session, String id) {
        return Sql.rows(session, """
                select r.id, r.month, count(u.id) filter (where u.state = 'WAITING') as waiting,
                    count(u.id) filter (where u.state = 'BOOKED') as booked, count(u.id) filter (where u.state = 'REFUSED') as refused,
                    coalesce(sum(k.cost_change), 0) as cost, coalesce(sum(k.billed_cost_change), 0) as billed_cost,
                    coalesce(sum(k.fee_change), 0) as fee, coalesce(sum(k.charge_change), 0) as charge,
                    coalesce(sum(k.absorbed_change), 0) as absorbed
                from ledger.rerate r left join ledger.rerate_correction c on c.rerate = r.id
                left join ledger.usage_correction u on u.id = c.correction
                left join ledger.charge_correction k on k.id = c.correction
                where r.id = ?1 group by r.id, r.month""", id);
    }

    private static Candidate candidate(Row row) {
        return new Candidate(
                CorrectionRepository.standing(row),
                CorrectionRepository.read(row.json("usage"), Usage.class),
                Instant.parse(row.text("started_at")),
                row.flag("closed"));
    }

    private static RerateCursor cursor(Row last) {
        return new RerateCursor(last.text("request_id"), (int) last.number("attempt"));
    }
}
