package io.tollgate.livestate;

import static io.tollgate.livestate.LiveRedis.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RedisStoreIT {

    private static final Duration TIMEOUT = Duration.ofMillis(500);

    @Test
    void shouldAnswerOnTheContextOfTheCaller() {
        Vertx vertx = Vertx.vertx();
        try (LiveRedis redis = new LiveRedis().rich(usd("1"))) {
            // Given
            Context context = vertx.getOrCreateContext();
            CompletableFuture<Context> answered = new CompletableFuture<>();
            // When
            context.runOnContext(ignored ->
                    redis.holds.ready().subscribe().with(ready -> answered.complete(Vertx.currentContext())));
            // Then
            assertThat(answered.orTimeout(5, TimeUnit.SECONDS).join()).isSameAs(context);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void shouldFailSoonWhenNobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertUnavailable(port);
    }

    @Test
    void shouldFailInTimeWhenRedisIsSilent() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            assertUnavailable(silent.getLocalPort());
        }
    }

    private static void assertUnavailable(int port) {
        ClientResources resources = ClientResources.create();
        RedisClient client = RedisConnections.client(resources, TIMEOUT, 100);
        try (CreditRedis redis = RedisConnections.credit(
                client,
                URI.create("redis://127.0.0.1:" + port),
                TIMEOUT,
                Duration.ofSeconds(5),
                Duration.ofSeconds(8))) {
            CreditHolds holds = new CreditHolds(redis);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> holds.ready().await().atMost(Duration.ofSeconds(5)))
                        .isInstanceOf(RedisUnavailableException.class);
            }
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
            resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
    }
}
