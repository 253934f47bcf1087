package io.tollgate.chaos.stage;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;

/** Looks into frames Redis and sets its limit. */
public final class FramesView implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final RedisClient client;

    FramesView(int port) {
        this.client = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withTimeout(TIMEOUT)
                .build());
    }

    /** Sets what the store may hold at most, in bytes. */
    public void limit(long bytes) {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().configSet("maxmemory", Long.toString(bytes));
        }
    }

    /** Bytes that it holds now. */
    public long used() {
        return info("memory", "used_memory:");
    }

    /** Keys that it threw away for want of memory, ever. */
    public long evicted() {
        return info("stats", "evicted_keys:");
    }

    private long info(String section, String field) {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return connection
                    .sync()
                    .info(section)
                    .lines()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(field.length()).strip()))
                    .findFirst()
                    .orElse(0);
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, TIMEOUT);
    }
}
