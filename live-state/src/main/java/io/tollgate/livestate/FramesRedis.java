package io.tollgate.livestate;

import java.time.Duration;

/** The Redis of reply frames. Made by {@link RedisConnections}. */
public final class FramesRedis implements AutoCloseable {

    private final RedisStore store;
    private final long replyBytes;
    private final Duration replyTtl;

    FramesRedis(RedisStore store, long replyBytes, Duration replyTtl) {
        this.store = store;
        this.replyBytes = replyBytes;
        this.replyTtl = replyTtl;
    }

    RedisStore store() {
        return store;
    }

    long replyBytes() {
        return replyBytes;
    }

    Duration replyTtl() {
        return replyTtl;
    }

    @Override
    public void close() {
        store.close();
    }
}
