package io.tollgate.ledger.statement;

import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.posting.LedgerAccount;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads an account's postings of a month, all as of one moment. */
@ApplicationScoped
class StatementRepository {

    /** Most single movements shown; their sums by kind are always whole. */
    static final int MOST_ENTRIES = 1000;

    private static final String ENDS = """
            select coalesce(sum(amount) filter (where month < ?2), 0) as opening, coalesce(sum(amount), 0) as closing
            from ledger.posting where ledger_account = ?1 and month <= ?2""";

    /** Kinds that nobody thought of here yet are groups of their own, without a model. */
    private static final String GROUPS = """
            select m.kind, c.model, count(*) as count, sum(m.amount) as amount, coalesce(sum(f.fee), 0) as fee,
                coalesce(sum(cast(c.usage_event -> 'usage' ->> 'promptTokens' as bigint)) filter (where m.kind = 'CHARGE'), 0) as prompt,
                coalesce(sum(cast(c.usage_event -> 'usage' ->> 'completionTokens' as bigint)) filter (where m.kind = 'CHARGE'), 0) as completion
            from (select t.id, t.kind, t.corrects, sum(p.amount) as amount
                from ledger.posting p join ledger.ledger_transaction t on t.id = p.transaction_id
                where p.ledger_account = ?1 and p.month = ?2 group by t.id, t.kind, t.corrects) m
            left join ledger.charge c
                on c.attempt_id = case m.kind when 'CHARGE' then m.id when 'CORRECTION' then m.corrects end
            left join lateral (select sum(p.amount) as fee from ledger.posting p
                where p.transaction_id = m.id and p.ledger_account = 'revenue:fee') f on c.attempt_id is not null
            group by m.kind, c.model order by m.kind, c.model""";

    private static final String ENTRIES = """
            select t.id, t.kind, coalesce(t.external_id, '') as external_id, t.booked_at, p.amount
            from ledger.posting p join ledger.ledger_transaction t on t.id = p.transaction_id
            where p.ledger_account = ?1 and p.month = ?2 and t.kind not in ('CHARGE', 'CORRECTION')
            order by t.booked_at, t.id, p.line limit
            """ + MOST_ENTRIES;

    private static final String ACCOUNT = "select name from ledger.account where id = ?1";

    private final Database database;

    @Inject
    StatementRepository(Database database) {
        this.database = database;
    }

    /**
     * What an account's books say about a month.
     *
     * @param names the account's name; empty if there is no such account
     * @param ends one row with {@code opening} and {@code closing}
     * @param groups the month's postings by {@code kind}, those of charges and corrections by {@code model} too
     * @param entries single movements other than charges and corrections
     */
    record Found(List<Row> names, Row ends, List<Row> groups, List<Row> entries) {}

    Uni<Found> read(String account, String month) {
        String book = LedgerAccount.customer(account).id();
        return database.inTransaction(session -> Sql.run(session, "set transaction isolation level repeatable read")
                .chain(() -> Sql.rows(session, ACCOUNT, account))
                .chain(names -> rest(session, names, book, month)));
    }

    private static Uni<Found> rest(Mutiny.StatelessSession session, List<Row> names, String book, String month) {
        return Sql.rows(session, ENDS, book, month)
                .chain(ends -> Sql.rows(session, GROUPS, book, month)
                        .chain(groups -> Sql.rows(session, ENTRIES, book, month)
                                .map(entries -> new Found(names, ends.getFirst(), groups, entries))));
    }
}
