package io.tollgate.ledger.balance;

import io.smallrye.mutiny.Uni;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;

/** What Redis has not been told yet, and what it must be told. */
@ApplicationScoped
public class BalancePushRepository {

    private static final int RELEASES_A_ROUND = 1000;

    /** Notes that Redis must learn the new state of accounts, by their sequence numbers. */
    public Uni<Void> due(Mutiny.StatelessSession session, Map<String, Long> sequences) {
        if (sequences.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map<String, Object>> rows = sequences.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> Map.<String, Object>of("account", each.getKey(), "seq", each.getValue()))
                .toList();
        return Sql.run(session, """
                        insert into ledger.balance_push as p (account, seq)
                        select account, seq from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(account text, seq bigint)
                        on conflict (account) do update set seq = greatest(p.seq, excluded.seq)""", Sql.json(rows)).replaceWithVoid();
    }

    /**
     * The state that Redis must be told, of the accounts that wait longest: one row an account with {@code account}, {@code posted},
     * {@code seq}, {@code released} (request ids) and {@code spent} (key, name, spent).
     */
    Uni<List<Row>> waiting(Mutiny.StatelessSession session, int limit) {
        return Sql.rows(session, waitingOf("select account from ledger.balance_push order by since limit " + limit));
    }

    /** The same of one account: one row if it waits, none if Redis was told everything. */
    Uni<List<Row>> waiting(Mutiny.StatelessSession session, String account) {
        return Sql.rows(session, waitingOf("select account from ledger.balance_push where account = ?1"), account);
    }

    private static String waitingOf(String accounts) {
        return "select p.account, l.balance as posted, l.seq,"
                + " coalesce((select jsonb_agg(h.request_id) from (select request_id from ledger.hold"
                + " where account = p.account and state = 'RELEASED' and not pushed limit " + RELEASES_A_ROUND
                + ") h), '[]') as released,"
                + " coalesce((select jsonb_agg(jsonb_build_object('key', s.key, 'name', s.name, 'spent', s.spent))"
                + " from ledger.key_spend s where s.account = p.account and not s.pushed), '[]') as spent"
                + " from (" + accounts + ") p join ledger.ledger_account l on l.id = 'customer:' || p.account";
    }

    /** Notes that Redis knows states as {@link #waiting} returned them; what changed since stays due. */
    Uni<Void> done(Mutiny.StatelessSession session, List<Row> told) {
        String rows = Sql.json(told.stream().map(Row::columns).toList());
        return Sql.run(session, """
                        update ledger.hold set pushed = true where request_id in (
                            select r from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(released jsonb),
                                jsonb_array_elements_text(x.released) r)""", rows)
                .chain(() -> Sql.run(session, """
                        update ledger.key_spend k set pushed = true
                        from (select x.account, s.key, s.name, s.spent
                            from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(account text, spent jsonb),
                                jsonb_to_recordset(x.spent) as s(key text, name text, spent bigint)) t
                        where k.account = t.account and k.key = t.key and k.name = t.name and k.spent = t.spent""", rows))
                .chain(() -> Sql.run(session, """
                        delete from ledger.balance_push p
                        using jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(account text, seq bigint)
                        where p.account = x.account and p.seq <= x.seq and not exists (
                            select 1 from ledger.hold h
                            where h.account = p.account and h.state = 'RELEASED' and not h.pushed)""", rows))
                .replaceWithVoid();
    }

    /** Everything that Redis must know of accounts, a page of them in the order of their ids. */
    Uni<List<Row>> states(Mutiny.StatelessSession session, String after, int limit, Set<String> windows) {
        return Sql.rows(
                session,
                "select a.id as account, l.balance as posted, l.seq,"
                        + " coalesce((select jsonb_agg(jsonb_build_object('request_id', h.request_id, 'key', h.key,"
                        + " 'amount', h.amount, 'limit_window', h.limit_window, 'placed_at', coalesce(h.placed_at, h.created_at),"
                        + " 'deadline', h.deadline,"
                        + " 'key_limit', (select k.spend_limit from ledger.api_key k where k.id = h.key)))"
                        + " from ledger.hold h where h.account = a.id and h.state = 'OPEN'), '[]') as holds,"
                        + " coalesce((select jsonb_agg(jsonb_build_object('key', s.key, 'name', s.name, 'spent', s.spent))"
                        + " from ledger.key_spend s where s.account = a.id"
                        + " and s.name in (select jsonb_array_elements_text(cast(cast(?2 as text) as jsonb)))), '[]') as spent"
                        + " from ledger.account a join ledger.ledger_account l on l.id = 'customer:' || a.id"
                        + " where a.id > ?1 order by a.id limit " + limit,
                after,
                Sql.json(windows));
    }

    /** The number of a rebuild of Redis, higher than any before. */
    Uni<Long> nextEpoch(Mutiny.StatelessSession session) {
        return Sql.rows(session, "select nextval('ledger.redis_epoch') as epoch")
                .map(rows -> rows.getFirst().number("epoch"));
    }
}
