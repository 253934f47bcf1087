package io.tollgate.livestate;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One Redis: a shared connection for commands, one for messages, and the scripts loaded into it. Connects when first used, without
 * blocking; while Redis is away every command fails with {@link RedisUnavailableException} at once. Results arrive on the Vert.x context
 * of the subscriber if it has one. Cancelling a result does not cancel the command. Thread-safe.
 */
final class RedisStore implements AutoCloseable {

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final RedisClient client;
    private final RedisURI uri;
    private final Messages messages;
    private final AtomicReference<@Nullable CompletableFuture<StatefulRedisConnection<String, byte[]>>> connection =
            new AtomicReference<>();

    RedisStore(RedisClient client, RedisURI uri) {
        this.client = client;
        this.uri = uri;
        this.messages = new Messages(client, uri);
    }

    /** Runs a script whose answer is a table of strings. Arguments are texts, numbers or bytes. */
    Uni<ScriptReply> run(Script script, List<String> keys, List<?> arguments) {
        String[] names = keys.toArray(String[]::new);
        byte[][] values = arguments.stream().map(RedisStore::bytes).toArray(byte[][]::new);
        return call(commands -> evaluate(commands, script, names, values)).map(ScriptReply::of);
    }

    /** Runs a command on the shared connection; it must not block it. */
    <T> Uni<T> call(Function<RedisAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
        return Uni.createFrom().emitter(emitter -> {
            Context context = Vertx.currentContext();
            CompletionStage<T> unused = connected()
                    .thenCompose(connected -> command.apply(connected.async()))
                    .whenComplete((result, failure) -> resume(context, () -> {
                        if (failure == null) {
                            emitter.complete(result);
                        } else {
                            emitter.fail(translate(failure));
                        }
                    }));
        });
    }

    /** The messages of a channel, from the subscription on; those published while Redis is away are lost. */
    Multi<String> messages(String channel) {
        return messages.on(channel);
    }

    @Override
    public void close() {
        messages.close();
        CompletableFuture<StatefulRedisConnection<String, byte[]>> open = connection.getAndSet(null);
        if (open != null) {
            CompletableFuture<Void> unused = open.thenAccept(StatefulRedisConnection::close);
        }
    }

    /** Runs work on a Vert.x context, or here if there is none. */
    static void resume(@Nullable Context context, Runnable work) {
        if (context == null) {
            work.run();
        } else {
            context.runOnContext(ignored -> work.run());
        }
    }

    private CompletionStage<List<Object>> evaluate(
            RedisAsyncCommands<String, byte[]> commands, Script script, String[] keys, byte[][] values) {
        CompletionStage<List<Object>> first = commands.evalsha(script.digest(), ScriptOutputType.MULTI, keys, values);
        return first.exceptionallyCompose(failure -> unwrap(failure) instanceof RedisNoScriptException
                ? commands.scriptLoad(script.source())
                        .thenCompose(loaded -> commands.evalsha(loaded, ScriptOutputType.MULTI, keys, values))
                : CompletableFuture.failedStage(failure));
    }

    private CompletionStage<StatefulRedisConnection<String, byte[]>> connected() {
        while (true) {
            CompletableFuture<StatefulRedisConnection<String, byte[]>> current = connection.get();
            if (current != null && !current.isCompletedExceptionally()) {
                return current;
            }
            CompletableFuture<StatefulRedisConnection<String, byte[]>> attempt = new CompletableFuture<>();
            if (connection.compareAndSet(current, attempt)) {
                connect(attempt);
                return attempt;
            }
        }
    }

    private void connect(CompletableFuture<StatefulRedisConnection<String, byte[]>> attempt) {
        CompletionStage<?> unused = client.connectAsync(CODEC, uri)
                .toCompletableFuture()
                .thenCompose(RedisStore::loadScripts)
                .whenComplete((opened, failure) -> {
                    if (failure == null) {
                        attempt.complete(opened);
                    } else {
                        attempt.completeExceptionally(failure);
                    }
                });
    }

    private static CompletionStage<StatefulRedisConnection<String, byte[]>> loadScripts(
            StatefulRedisConnection<String, byte[]> opened) {
        CompletableFuture<?>[] loads = Arrays.stream(Script.values())
                .map(script -> opened.async().scriptLoad(script.source()).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(loads).handle((loaded, failure) -> {
            if (failure != null) {
                CompletableFuture<Void> unused = opened.closeAsync();
                throw new CompletionException(failure);
            }
            return opened;
        });
    }

    private static Throwable translate(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof RedisCommandExecutionException answered) {
            return hasNoMemory(answered)
                    ? new RedisUnavailableException("Redis has no memory left", answered)
                    : answered;
        }
        return new RedisUnavailableException("Redis does not answer", cause);
    }

    private static boolean hasNoMemory(RedisCommandExecutionException answered) {
        return Objects.requireNonNullElse(answered.getMessage(), "").contains("OOM command not allowed");
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }

    private static byte[] bytes(Object argument) {
        return argument instanceof byte[] binary
                ? binary
                : String.valueOf(argument).getBytes(StandardCharsets.UTF_8);
    }
}
