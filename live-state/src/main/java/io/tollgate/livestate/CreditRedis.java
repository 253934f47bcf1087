package io.tollgate.livestate;

import java.time.Duration;

/** The Redis of balances, holds and leases. Made by {@link RedisConnections}. */
public final class CreditRedis implements AutoCloseable {

    private final RedisStore store;
    private final Duration leaseTtl;
    private final Duration unconfirmed;

    CreditRedis(RedisStore store, Duration leaseTtl, Duration unconfirmed) {
        this.store = store;
        this.leaseTtl = leaseTtl;
        this.unconfirmed = unconfirmed;
    }

    RedisStore store() {
        return store;
    }

    Duration leaseTtl() {
        return leaseTtl;
    }

    Duration unconfirmed() {
        return unconfirmed;
    }

    @Override
    public void close() {
        store.close();
    }
}
