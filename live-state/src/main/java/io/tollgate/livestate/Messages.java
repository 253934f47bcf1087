package io.tollgate.livestate;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pub/sub on a connection of its own. Messages are hints: a subscriber that does not ask for more misses them, and so does everybody
 * while Redis is away; subscriptions come back by themselves.
 */
final class Messages implements AutoCloseable {

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    private final RedisClient client;
    private final RedisURI uri;
    private final ConcurrentMap<String, CopyOnWriteArrayList<Consumer<String>>> listeners = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable CompletableFuture<StatefulRedisPubSubConnection<String, String>>>
            connection = new AtomicReference<>();

    Messages(RedisClient client, RedisURI uri) {
        this.client = client;
        this.uri = uri;
    }

    /** The messages of a channel from the subscription on, on the subscriber's Vert.x context if it has one. */
    Multi<String> on(String channel) {
        return Multi.createFrom()
                .<String>emitter(emitter -> listen(channel, emitter), BackPressureStrategy.DROP)
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LONGEST_RETRY)
                .indefinitely();
    }

    @Override
    public void close() {
        CompletableFuture<StatefulRedisPubSubConnection<String, String>> open = connection.getAndSet(null);
        if (open != null) {
            CompletableFuture<Void> unused = open.thenAccept(StatefulRedisPubSubConnection::close);
        }
    }

    private void listen(String channel, MultiEmitter<? super String> emitter) {
        Context context = Vertx.currentContext();
        Consumer<String> listener = message -> RedisStore.resume(context, () -> emitter.emit(message));
        listeners
                .computeIfAbsent(channel, ignored -> new CopyOnWriteArrayList<>())
                .add(listener);
        emitter.onTermination(() -> forget(channel, listener));
        CompletableFuture<?> unused = connected()
                .thenCompose(opened -> opened.async().subscribe(channel))
                .whenComplete((subscribed, failure) -> {
                    if (failure != null) {
                        emitter.fail(failure);
                    }
                });
    }

    private void forget(String channel, Consumer<String> listener) {
        listeners.getOrDefault(channel, new CopyOnWriteArrayList<>()).remove(listener);
    }

    private CompletableFuture<StatefulRedisPubSubConnection<String, String>> connected() {
        while (true) {
            CompletableFuture<StatefulRedisPubSubConnection<String, String>> current = connection.get();
            if (current != null && !current.isCompletedExceptionally()) {
                return current;
            }
            CompletableFuture<StatefulRedisPubSubConnection<String, String>> attempt = new CompletableFuture<>();
            if (connection.compareAndSet(current, attempt)) {
                connect(attempt);
                return attempt;
            }
        }
    }

    private void connect(CompletableFuture<StatefulRedisPubSubConnection<String, String>> attempt) {
        CompletionStage<?> unused = client.connectPubSubAsync(StringCodec.UTF8, uri)
                .whenComplete((opened, failure) -> {
                    if (failure == null) {
                        opened.addListener(new RedisPubSubAdapter<>() {
                            @Override
                            public void message(String channel, String message) {
                                deliver(channel, message);
                            }
                        });
                        attempt.complete(opened);
                    } else {
                        attempt.completeExceptionally(failure);
                    }
                });
    }

    private void deliver(String channel, String message) {
        for (Consumer<String> listener : listeners.getOrDefault(channel, new CopyOnWriteArrayList<>())) {
            listener.accept(message);
        }
    }
}
