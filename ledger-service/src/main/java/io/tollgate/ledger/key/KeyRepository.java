package io.tollgate.ledger.key;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.account.AccountStated;
import io.tollgate.contracts.account.KeyStatus;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Stores keys. Whatever a caller sees is found by its account. */
@ApplicationScoped
class KeyRepository {

    private static final String COLUMNS =
            "select k.*, a.name as account_name, a.cell as account_cell, a.enabled as account_enabled,"
                    + " a.version as account_version from ledger.api_key k join ledger.account a on a.id = k.account";
    private static final String FIELDS = """
            from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(id text, hash text, account text, name text, label text,
                management boolean, status text, spend_limit bigint, limit_reset text, include_byok boolean,
                requests_per_minute int, concurrency int, allowed_models jsonb, expires_at timestamptz,
                creator_user_id text, external_user text, version bigint, created_at timestamptz,
                updated_at timestamptz)""";

    /**
     * A key and the account it belongs to.
     *
     * @param accountVersion grows with every change of the account
     */
    record Found(ApiKey key, String accountName, String accountCell, boolean accountEnabled, long accountVersion) {

        AccountStated account(Instant at) {
            return new AccountStated(key.account(), accountName, accountCell, accountEnabled, accountVersion, at);
        }
    }

    Uni<Void> insert(Mutiny.StatelessSession session, ApiKey key) {
        return Sql.run(
                        session,
                        "insert into ledger.api_key (id, hash, account, name, label, management, status, spend_limit,"
                                + " limit_reset, include_byok, requests_per_minute, concurrency, allowed_models, expires_at,"
                                + " creator_user_id, external_user, version, created_at, updated_at)"
                                + " select id, hash, account, name, label, management, status, spend_limit,"
                                + " limit_reset, include_byok, requests_per_minute, concurrency, allowed_models, expires_at,"
                                + " creator_user_id, external_user, version, created_at, updated_at " + FIELDS,
                        Sql.json(List.of(row(key))))
                .replaceWithVoid();
    }

    Uni<Void> update(Mutiny.StatelessSession session, ApiKey key) {
        return Sql.run(
                        session,
                        "update ledger.api_key k set name = x.name, status = x.status, spend_limit = x.spend_limit,"
                                + " limit_reset = x.limit_reset, include_byok = x.include_byok,"
                                + " requests_per_minute = x.requests_per_minute, concurrency = x.concurrency,"
                                + " allowed_models = x.allowed_models, expires_at = x.expires_at, version = x.version,"
                                + " updated_at = x.updated_at " + FIELDS + " where k.id = x.id",
                        Sql.json(List.of(row(key))))
                .replaceWithVoid();
    }

    /** Locks a key of an account that is not revoked; empty if there is none. */
    Uni<List<ApiKey>> lock(Mutiny.StatelessSession session, String account, String hash) {
        return Sql.rows(
                        session,
                        "select * from ledger.api_key where account = ?1 and hash = ?2 and status <> 'REVOKED' for update",
                        account,
                        hash)
                .map(rows -> rows.stream().map(KeyRepository::key).toList());
    }

    /** A key of an account that is not revoked; empty if there is none. */
    Uni<List<ApiKey>> ofAccount(Mutiny.StatelessSession session, String account, String hash) {
        return Sql.rows(
                        session,
                        COLUMNS + " where k.account = ?1 and k.hash = ?2 and k.status <> 'REVOKED'",
                        account,
                        hash)
                .map(rows -> rows.stream().map(KeyRepository::key).toList());
    }

    /** A key, revoked or not, by its hash; empty if there is none. */
    Uni<List<Found>> byHash(Mutiny.StatelessSession session, String hash) {
        return Sql.rows(session, COLUMNS + " where k.hash = ?1", hash)
                .map(rows -> rows.stream()
                        .map(row -> new Found(
                                key(row),
                                row.text("account_name"),
                                row.text("account_cell"),
                                row.flag("account_enabled"),
                                row.number("account_version")))
                        .toList());
    }

    /**
     * A page of an account's keys that are not revoked, oldest first.
     *
     * @param kinds whether management keys are wanted, and whether others are
     */
    Uni<List<ApiKey>> page(
            Mutiny.StatelessSession session,
            String account,
            Set<Boolean> kinds,
            boolean includeDisabled,
            int offset,
            int limit) {
        return Sql.rows(
                        session,
                        COLUMNS
                                + " where k.account = ?1 and k.status in ('ACTIVE'"
                                + (includeDisabled ? ", 'DISABLED')" : ")")
                                + " and k.management in (select cast(m as boolean) from"
                                + " jsonb_array_elements_text(cast(cast(?2 as text) as jsonb)) m)"
                                + " order by k.created_at, k.id limit " + limit + " offset " + offset,
                        account,
                        Sql.json(kinds))
                .map(rows -> rows.stream().map(KeyRepository::key).toList());
    }

    private static Map<String, @Nullable Object> row(ApiKey key) {
        KeyTerms terms = key.terms();
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", key.id());
        row.put("hash", key.hash());
        row.put("account", key.account());
        row.put("name", terms.name());
        row.put("label", key.label());
        row.put("management", key.management());
        row.put("status", key.status());
        row.put("spend_limit", terms.limit() == null ? null : terms.limit().value());
        row.put("limit_reset", terms.limitReset());
        row.put("include_byok", terms.includeByok());
        row.put("requests_per_minute", terms.requestsPerMinute());
        row.put("concurrency", terms.concurrency());
        row.put("allowed_models", new TreeSet<>(terms.allowedModels()));
        row.put("expires_at", terms.expiresAt());
        row.put("creator_user_id", terms.creatorUserId());
        row.put("external_user", terms.externalUser());
        row.put("version", key.version());
        row.put("created_at", key.createdAt());
        row.put("updated_at", key.updatedAt());
        return row;
    }

    private static ApiKey key(Row row) {
        Long limit = row.numberOrNull("spend_limit");
        Set<String> models = new TreeSet<>();
        row.json("allowed_models").forEach(model -> models.add(model.asText()));
        KeyTerms terms = new KeyTerms(
                row.text("name"),
                limit == null ? null : NanoUsd.of(limit),
                row.textOrNull("limit_reset"),
                row.flag("include_byok"),
                intOrNull(row.numberOrNull("requests_per_minute")),
                intOrNull(row.numberOrNull("concurrency")),
                models,
                row.instantOrNull("expires_at"),
                row.textOrNull("creator_user_id"),
                row.textOrNull("external_user"));
        return new ApiKey(
                row.text("id"),
                row.text("hash"),
                row.text("account"),
                row.text("label"),
                row.flag("management"),
                KeyStatus.valueOf(row.text("status")),
                terms,
                row.number("version"),
                row.instant("created_at"),
                row.instantOrNull("updated_at"));
    }

    private static @Nullable Integer intOrNull(@Nullable Long number) {
        return number == null ? null : Math.toIntExact(number);
    }
}
