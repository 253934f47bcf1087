package io.tollgate.livestate;

import java.time.Duration;

/** The Redis of balances, holds and leases. Made by {@link RedisConnections}. */
public final class CreditRedis implements AutoCloseable {

    private final RedisStore store;
    private final Duration leaseTtl;

    CreditRedis(RedisStore store, Duration leaseTtl) {
        this.store = store;
        this.leaseTtl = leaseTtl;
    }

    RedisStore store() {
        return store;
    }

    Duration leaseTtl() {
        return leaseTtl;
    }

    @Override
    public void close() {
        store.close();
    }
}
