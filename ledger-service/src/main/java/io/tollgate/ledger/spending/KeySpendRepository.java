package io.tollgate.ledger.spending;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** What each key spent in each window, as whole sums. Windows are those of the instants at which requests were accepted. */
@ApplicationScoped
public class KeySpendRepository {

    /** Adds to the sums; the caller holds the lock on the accounts' credit. */
    public Uni<Void> add(Mutiny.StatelessSession session, Collection<Spending> spendings) {
        if (spendings.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map<String, Object>> rows = spendings.stream()
                .sorted()
                .map(each -> Map.<String, Object>of(
                        "key", each.key(),
                        "name", each.window(),
                        "account", each.account(),
                        "spent", each.amount().value()))
                .toList();
        return Sql.run(session, """
                        insert into ledger.key_spend as s (key, name, account, spent)
                        select key, name, account, spent
                        from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(key text, name text, account text, spent bigint)
                        on conflict (account, key, name) do update set spent = s.spent + excluded.spent, pushed = false""", Sql.json(rows)).replaceWithVoid();
    }

    /** Changes sums that are there by differences, negative ones too; the caller holds the lock on the account's credit. */
    public Uni<Void> change(Mutiny.StatelessSession session, Collection<Spending> differences) {
        List<Map<String, Object>> rows = differences.stream()
                .map(each -> Map.<String, Object>of(
                        "key", each.key(),
                        "name", each.window(),
                        "account", each.account(),
                        "difference", each.amount().value()))
                .toList();
        return Sql.run(session, """
                        update ledger.key_spend s set spent = greatest(0, s.spent + x.difference), pushed = false
                        from jsonb_to_recordset(cast(cast(?1 as text) as jsonb))
                            as x(key text, name text, account text, difference bigint)
                        where s.account = x.account and s.key = x.key and s.name = x.name""", Sql.json(rows)).replaceWithVoid();
    }

    /** What an account's keys spent in windows, by key and window; a pair without spending is missing. */
    public Uni<Map<String, Map<String, NanoUsd>>> spent(
            Mutiny.StatelessSession session, String account, Collection<String> keys, Collection<String> windows) {
        return Sql.rows(session, """
                        select key, name, spent from ledger.key_spend
                        where account = ?1 and key in (select jsonb_array_elements_text(cast(cast(?2 as text) as jsonb)))
                          and name in (select jsonb_array_elements_text(cast(cast(?3 as text) as jsonb)))""", account, Sql.json(keys), Sql.json(windows))
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> row.text("key"),
                                Collectors.toMap(row -> row.text("name"), row -> row.amount("spent")))));
    }
}
