package io.tollgate.ingress.idempotency;

import io.smallrye.mutiny.Uni;
import io.tollgate.ingress.IngressConfig;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * Idempotency keys in PostgreSQL, table {@code ingress.idempotency_key}. Times are the database's own. Every statement stands alone; it
 * runs to its end even if nobody waits for it any more, so that no connection is lost to a caller who went away.
 */
@ApplicationScoped
public class KeyUseRepository {

    private static final String CLAIM = """
            insert into ingress.idempotency_key as k (account, key_hash, body_hash, request_id) values ($1, $2, $3, $4)
            on conflict (account, key_hash) do update
                set body_hash = excluded.body_hash, request_id = excluded.request_id, accepted = false,
                    claimed_at = now(), created_at = now()
                where k.created_at <= now() - make_interval(secs => $5)""";
    private static final String FIND = """
            select body_hash, request_id, accepted, claimed_at <= now() - make_interval(secs => $3)
            from ingress.idempotency_key where account = $1 and key_hash = $2""";
    private static final String ACCEPT = """
            update ingress.idempotency_key set accepted = true
            where account = $1 and key_hash = $2 and request_id = $3""";
    private static final String TAKE_OVER = """
            update ingress.idempotency_key set request_id = $4, claimed_at = now()
            where account = $1 and key_hash = $2 and request_id = $3 and not accepted""";
    private static final String FREE = """
            delete from ingress.idempotency_key
            where account = $1 and key_hash = $2 and request_id = $3 and not accepted""";
    private static final String PURGE =
            "delete from ingress.idempotency_key where created_at <= now() - make_interval(secs => $1)";

    private final Pool pool;
    private final Duration timeout;
    private final double keepSeconds;
    private final double acceptanceSeconds;

    KeyUseRepository(Pool pool, IngressConfig config) {
        this.pool = pool;
        this.timeout = config.idempotency().timeout();
        this.keepSeconds = seconds(config.idempotency().keep());
        this.acceptanceSeconds = seconds(config.idempotency().acceptance());
    }

    /** Takes a key that is free, or was used too long ago to count, for a request; emits whether that worked. */
    Uni<Boolean> claim(KeyUse use, String requestId) {
        return changed(CLAIM, Tuple.of(use.account(), use.keyHash(), use.bodyHash(), requestId, keepSeconds));
    }

    /** What a key stands for. */
    Uni<Optional<KeyEntry>> find(KeyUse use) {
        return rows(FIND, Tuple.of(use.account(), use.keyHash(), acceptanceSeconds))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(entry(rows.iterator().next())));
    }

    /** Notes that a request is accepted; emits whether the key still stands for it. */
    Uni<Boolean> accept(KeyUse use, String requestId) {
        return changed(ACCEPT, Tuple.of(use.account(), use.keyHash(), requestId));
    }

    /** Lets a key stand for another request instead of one that was not accepted; emits whether that worked. */
    Uni<Boolean> takeOver(KeyUse use, String oldRequestId, String newRequestId) {
        return changed(TAKE_OVER, Tuple.of(use.account(), use.keyHash(), oldRequestId, newRequestId));
    }

    /** Frees the key of a request that was refused. Idempotent. */
    Uni<Boolean> free(KeyUse use, String requestId) {
        return changed(FREE, Tuple.of(use.account(), use.keyHash(), requestId));
    }

    /** Removes keys that count no more; emits how many. */
    Uni<Integer> purge() {
        return rows(PURGE, Tuple.of(keepSeconds)).map(RowSet::rowCount);
    }

    private Uni<Boolean> changed(String statement, Tuple values) {
        return rows(statement, values).map(rows -> rows.rowCount() > 0);
    }

    private Uni<RowSet<Row>> rows(String statement, Tuple values) {
        Uni<RowSet<Row>> work = pool.preparedQuery(statement).execute(values);
        // detached: neither the limit nor a caller who leaves may cancel what the database does
        Uni<RowSet<Row>> detached =
                Uni.createFrom().emitter(result -> work.subscribe().with(result::complete, result::fail));
        return detached.ifNoItem().after(timeout).fail();
    }

    private static KeyEntry entry(Row row) {
        return new KeyEntry(row.getBuffer(0).getDelegate(), row.getString(1), row.getBoolean(2), row.getBoolean(3));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
