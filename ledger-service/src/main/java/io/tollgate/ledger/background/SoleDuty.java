package io.tollgate.ledger.background;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * A duty that one instance has at a time: an advisory lock on a connection of its own. Whoever loses the connection loses the duty. Not
 * for concurrent calls.
 */
public final class SoleDuty {

    private final Pool pool;
    private final long lock;
    private @Nullable SqlConnection holding;

    /** @param lock number of the duty, the same in every instance */
    public SoleDuty(Pool pool, long lock) {
        this.pool = pool;
        this.lock = lock;
    }

    /** Takes the duty if it is free, and says whether this instance has it now. */
    public Uni<Boolean> isMine() {
        SqlConnection held = holding;
        return held == null ? take() : stillHeld(held);
    }

    private Uni<Boolean> stillHeld(SqlConnection held) {
        return held.query("select 1").execute().replaceWith(true).onFailure().recoverWithUni(lost -> {
            holding = null;
            return held.close().onFailure().recoverWithNull().replaceWith(false);
        });
    }

    private Uni<Boolean> take() {
        return pool.getConnection()
                .chain(connection -> connection
                        .preparedQuery("select pg_try_advisory_lock($1)")
                        .execute(Tuple.of(lock))
                        .map(rows -> rows.iterator().next().getBoolean(0))
                        .onFailure()
                        .call(failed -> connection.close())
                        .call(mine -> {
                            if (mine) {
                                holding = connection;
                                return Uni.createFrom().voidItem();
                            }
                            return connection.close();
                        }));
    }
}
