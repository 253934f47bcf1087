package io.tollgate.ledger.month;

import io.smallrye.mutiny.Uni;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Seals months and reads what they hold. */
@ApplicationScoped
public class MonthRepository {

    /** As in {@code ledger.booking_month()}, where every booking shares it. */
    private static final long LOCK = 0x6c65646704L;

    /**
     * What a month holds. A posting is the line {@code transaction|line|ledger account|amount|kind|account|corrects|external id|booked at};
     * lines are ordered by transaction and number and joined by line feeds, for each first byte of a transaction's id by itself; the digest
     * of a month is over the digests of these parts in order. So no text grows with the month beyond what PostgreSQL can hold.
     */
    private static final String CONTENTS = """
            with line as (
                select p.transaction_id as id, p.line, p.amount,
                    concat_ws('|', p.transaction_id, p.line, p.ledger_account, p.amount, t.kind, t.account, coalesce(cast(t.corrects as text), ''),
                        coalesce(t.external_id, ''), extract(epoch from t.booked_at)) as text
                from ledger.posting p join ledger.ledger_transaction t on t.id = p.transaction_id where p.month = ?1),
            part as (
                select left(cast(id as text), 2) as prefix, count(distinct id) as transactions, count(*) as postings,
                    sum(amount) filter (where amount > 0) as moved,
                    sha256(convert_to(string_agg(text, chr(10) order by id, line), 'UTF8')) as digest
                from line group by 1)
            select coalesce(sum(transactions), 0) as transactions, coalesce(sum(postings), 0) as postings,
                coalesce(sum(moved), 0) as moved,
                encode(sha256(coalesce(string_agg(digest, cast('' as bytea) order by prefix), cast('' as bytea))), 'hex') as sha256
            from part""";

    /** Whether a month is over, by the database's clock. */
    Uni<Boolean> isOver(Mutiny.StatelessSession session, String month) {
        return Sql.rows(session, "select ?1 < to_char(now() at time zone 'UTC', 'YYYY-MM') as over", month)
                .map(rows -> rows.getFirst().flag("over"));
    }

    /** The newest month before another in which something was booked and that is not sealed, or null. */
    Uni<@Nullable String> openBefore(Mutiny.StatelessSession session, String month) {
        return Sql.rows(session, """
                        select max(p.month) as month from ledger.ledger_account l, lateral (
                            select month from ledger.posting where ledger_account = l.id and month < ?1
                                and month > coalesce((select max(month) from ledger.month_seal), '')
                            order by month desc limit 1) p
                        where l.kind <> 'CUSTOMER'""", month).map(rows -> rows.getFirst().textOrNull("month"));
    }

    /** Lets no posting into a month any more, once every booking that has begun has ended. */
    Uni<Void> seal(Mutiny.StatelessSession session, String month) {
        return Sql.rows(session, "select cast(pg_advisory_xact_lock(" + LOCK + ") as text) as locked")
                .chain(() -> Sql.run(
                        session,
                        "insert into ledger.month_seal (month) values (cast(?1 as text)) on conflict (month) do nothing",
                        month))
                .replaceWithVoid();
    }

    /** What a month holds now. */
    public Uni<ClosedMonth> contents(Mutiny.StatelessSession session, String month) {
        return Sql.rows(session, CONTENTS, month).map(rows -> closed(month, rows.getFirst()));
    }

    /** Writes down what a sealed month holds, once. */
    Uni<Void> close(Mutiny.StatelessSession session, ClosedMonth closed) {
        Map<String, Object> row = Map.of(
                "month", closed.month(),
                "transactions", closed.transactions(),
                "postings", closed.postings(),
                "moved", closed.moved().value(),
                "sha256", closed.sha256());
        return Sql.run(session, """
                        insert into ledger.period_close (month, transactions, postings, moved, sha256)
                        select month, transactions, postings, moved, sha256 from jsonb_to_record(cast(cast(?1 as text) as jsonb))
                            as x(month text, transactions bigint, postings bigint, moved bigint, sha256 text)
                        on conflict (month) do nothing""", Sql.json(row)).replaceWithVoid();
    }

    /** A month as it was closed; empty if it is not. */
    Uni<List<ClosedMonth>> find(Mutiny.StatelessSession session, String month) {
        return Sql.rows(session, "select * from ledger.period_close where month = ?1", month)
                .map(rows -> rows.stream().map(row -> closed(month, row)).toList());
    }

    /** The months that were closed, newest first. */
    public Uni<List<ClosedMonth>> newest(Mutiny.StatelessSession session, int most) {
        return Sql.rows(session, "select * from ledger.period_close order by month desc limit " + most)
                .map(rows ->
                        rows.stream().map(row -> closed(row.text("month"), row)).toList());
    }

    private static ClosedMonth closed(String month, Row row) {
        return new ClosedMonth(
                month, row.number("transactions"), row.number("postings"), row.amount("moved"), row.text("sha256"));
    }
}
