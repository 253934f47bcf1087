package io.tollgate.ledger.payable;

import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.posting.LedgerAccount;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** Keeps providers' invoices and compares them with what the books say we owe. Posts nothing. */
@ApplicationScoped
class InvoiceRepository {

    /**
     * One row for each thing that can be compared, with what each side asks for it. A line that names an attempt is compared with what
     * was booked in the month for that attempt, one that names a request with the rest of that request, and any other with what is left
     * of its model's day. Of what no line speaks of, every attempt is a row of its own.
     */
    private static final String ITEMS = """
            with ours as (
                select c.attempt_id, c.request_id, c.model,
                    cast(cast(c.usage_event ->> 'finishedAt' as timestamptz) at time zone 'UTC' as date) as day, sum(p.amount) as amount
                from ledger.posting p join ledger.ledger_transaction t on t.id = p.transaction_id
                join ledger.charge c on c.attempt_id = case t.kind when 'CHARGE' then t.id when 'CORRECTION' then t.corrects end
                where p.ledger_account = ?1 and p.month = ?2 group by 1, 2, 3, 4),
            models as (select distinct model from ours),
            lines as (
                select l.attempt, case when l.attempt is null then l.request end as request, l.day, l.amount,
                    coalesce((select min(m.model) from models m where m.model = l.model or split_part(m.model, '/', 2) = l.model),
                        l.model) as model
                from ledger.invoice_line l where l.invoice = ?3),
            by_attempt as (select attempt, sum(amount) as amount, count(*) as lines from lines where attempt is not null group by 1),
            by_request as (select request, sum(amount) as amount, count(*) as lines from lines where request is not null group by 1),
            by_day as (select model, day, sum(amount) as amount, count(*) as lines from lines
                where attempt is null and request is null group by 1, 2),
            without_attempts as (select * from ours o where not exists (select 1 from by_attempt a where a.attempt = o.attempt_id)),
            unnamed as (select * from without_attempts o where not exists (select 1 from by_request r where r.request = o.request_id)),
            item as (
                select 'attempt' as named, cast(a.attempt as text) as reference, c.model, o.day, a.lines, o.amount as ours,
                    a.amount as theirs, case when o.attempt_id is null then c.month end as booked_in
                from by_attempt a left join ours o on o.attempt_id = a.attempt
                left join ledger.charge c on c.attempt_id = a.attempt and 'payable:' || c.provider = ?1
                union all
                select 'request', r.request, null, null, r.lines, o.amount, r.amount, null
                from by_request r left join
                    (select request_id, sum(amount) as amount from without_attempts group by 1) o on o.request_id = r.request
                union all
                select 'day', null, d.model, d.day, d.lines, o.amount, d.amount, null
                from by_day d left join
                    (select model, day, sum(amount) as amount from unnamed group by 1, 2) o on o.model = d.model and o.day = d.day
                union all
                select 'attempt', cast(o.attempt_id as text), o.model, o.day, 0, o.amount, null, null
                from unnamed o where o.amount <> 0
                    and not exists (select 1 from by_day d where d.model = o.model and d.day = o.day)),
            compared as (
                select *, case when ours is null then 'ONLY_THEIRS' when theirs is null then 'ONLY_OURS'
                        when ours = theirs then 'MATCHED' else 'DIFFERENT' end as status,
                    coalesce(theirs, 0) - coalesce(ours, 0) as difference
                from item)
            """;

    private static final String SUMMARY = ITEMS + """
            select status, count(*) as items, sum(lines) as lines, coalesce(sum(ours), 0) as ours, coalesce(sum(theirs), 0) as theirs,
                sum(difference) as difference
            from compared group by status order by status""";

    private static final String OPEN = ITEMS + """
            select status, named, reference, model, day, lines, ours, theirs, difference, booked_in
            from compared where status <> 'MATCHED'
            order by abs(difference) desc, reference, model, day limit\s""";

    /** An invoice as far as it was handed in. */
    record Header(String provider, String month, long lines, long present) {}

    /** Notes an invoice; a repeat changes nothing. */
    Uni<Void> open(Mutiny.StatelessSession session, String id, String provider, String month, int lines) {
        return Sql.run(session, """
                        insert into ledger.invoice (id, provider, month, lines) values (?1, ?2, cast(?3 as text), ?4)
                        on conflict (id) do nothing""", id, provider, month, lines).replaceWithVoid();
    }

    /** An invoice; empty if there is none of that id. */
    Uni<List<Header>> find(Mutiny.StatelessSession session, String id) {
        return Sql.rows(session, """
                        select provider, month, lines,
                            (select count(*) from ledger.invoice_line where invoice = i.id) as present
                        from ledger.invoice i where id = ?1""", id)
                .map(rows -> rows.stream()
                        .map(row -> new Header(
                                row.text("provider"), row.text("month"), row.number("lines"), row.number("present")))
                        .toList());
    }

    /** Keeps lines; one whose number is there already is left as it is. */
    Uni<Void> add(Mutiny.StatelessSession session, String id, List<InvoiceLine> lines) {
        return Sql.run(session, """
                        insert into ledger.invoice_line (invoice, line, attempt, request, model, day, tokens, amount)
                        select ?2, line, attempt, request, model, day, tokens, nanos
                        from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(line int, attempt uuid, request text, model text,
                            day date, tokens bigint, nanos bigint)
                        on conflict (invoice, line) do nothing""", Sql.json(lines), id).replaceWithVoid();
    }

    /** How much agrees and how much does not: a row for each status. */
    Uni<List<Row>> summary(Mutiny.StatelessSession session, String id, String provider, String month) {
        return Sql.rows(session, SUMMARY, LedgerAccount.payable(provider).id(), month, id);
    }

    /** What does not agree, the largest differences first. */
    Uni<List<Row>> open(Mutiny.StatelessSession session, String id, String provider, String month, long most) {
        return Sql.rows(session, OPEN + most, LedgerAccount.payable(provider).id(), month, id);
    }

    /** The sums of both sides by themselves, to hold the comparison against. */
    Uni<Row> totals(Mutiny.StatelessSession session, String id, String provider, String month) {
        Map<String, String> names =
                Map.of("book", LedgerAccount.payable(provider).id(), "month", month, "id", id);
        return Sql.rows(session, """
                        select (select coalesce(sum(p.amount), 0) from ledger.posting p
                                join ledger.ledger_transaction t on t.id = p.transaction_id
                                where p.ledger_account = n.book and p.month = n.month and t.kind in ('CHARGE', 'CORRECTION')) as ours,
                            (select coalesce(sum(l.amount), 0) from ledger.invoice_line l where l.invoice = n.id) as theirs
                        from jsonb_to_record(cast(cast(?1 as text) as jsonb)) as n(book text, month text, id text)""", Sql.json(names)).map(List::getFirst);
    }
}
