package io.tollgate.metering.key;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys by their hashes. */
@ApplicationScoped
public class KeyRepository {

    private final Database database;

    KeyRepository(Database database) {
        this.database = database;
    }

    /** Keeps what is stated; a lower version than the one kept is stale. */
    Uni<Void> keep(List<KeyStated> keys) {
        List<Map<String, Object>> rows = keys.stream()
                .map(key -> Map.<String, Object>of(
                        "key", key.key(), "hash", key.hash(), "account", key.account(), "version", key.version()))
                .toList();
        return database.inTransaction(
                session -> Sql.run(session, """
                        insert into metering.key_name as k (key, hash, account, version)
                        select distinct on (key) key, hash, account, version from jsonb_to_recordset(cast(cast(?1 as text) as jsonb))
                            as x(key text, hash text, account text, version bigint)
                        order by key, version desc
                        on conflict (key) do update
                            set hash = excluded.hash, account = excluded.account, version = excluded.version
                            where k.version < excluded.version""", Sql.json(rows)).replaceWithVoid());
    }

    /** The id of an account's key, or empty if the account has no key with that hash. */
    public Uni<Optional<String>> keyOf(String account, String hash) {
        return database.inTransaction(session -> Sql.rows(
                        session, "select key from metering.key_name where hash = ?1 and account = ?2", hash, account)
                .map(rows -> rows.stream().findFirst().map(row -> row.text("key"))));
    }
}
