package io.tollgate.chaos.stage;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks into credit Redis by the key patterns of {@code docs/redis.md}; changes nothing but what a trial is about. */
public final class CreditView implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final RedisClient client;

    CreditView(int port) {
        this.client = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withTimeout(TIMEOUT)
                .build());
        client.setOptions(ClientOptions.builder().autoReconnect(false).build());
    }

    /** Credit that is set aside for an account's requests, in nano-dollars. */
    public long held(String account) {
        return with(redis -> number(redis.hget('{' + account + "}:credit", "held")));
    }

    /** The credit of an account as the ledger told it, in nano-dollars. */
    public long posted(String account) {
        return with(redis -> number(redis.hget('{' + account + "}:credit", "posted")));
    }

    /** Open holds of an account. */
    public long holds(String account) {
        return with(redis -> redis.hlen('{' + account + "}:holds"));
    }

    /** The requests that an account's open holds are for. */
    public List<String> heldRequests(String account) {
        return with(redis -> redis.hkeys('{' + account + "}:holds"));
    }

    /** Leases that are not finished. */
    public long leases() {
        return with(redis -> redis.zcard("leases"));
    }

    /** Requests that are not known to be closed. */
    public long unclosed() {
        return with(redis -> redis.zcard("unclosed"));
    }

    /** Whether the store was filled since it last lost everything. */
    public boolean isReady() {
        return with(redis -> redis.exists("epoch")) > 0;
    }

    /** Loses everything. */
    public void flush() {
        with(redis -> redis.flushall());
    }

    private <T> T with(Function<RedisCommands<String, String>, T> question) {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        }
    }

    private static long number(@Nullable String text) {
        return text == null ? 0 : Long.parseLong(text);
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, TIMEOUT);
    }
}
