package io.tollgate.livestate;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Makes the connections to Redis. A command is never sent twice by the driver: while the connection is down commands are refused, and
 * every one has a time limit.
 */
@ApplicationScoped
public class RedisConnections {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final int THREADS = 2;

    /** Threads and timers of all connections of this process. */
    @Produces
    @Singleton
    ClientResources resources() {
        return ClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
    }

    void stop(@Disposes ClientResources resources) {
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }

    @Produces
    @Singleton
    RedisClient client(ClientResources resources, RedisConfig config) {
        return client(resources, config.commandTimeout(), config.requestQueueSize());
    }

    void stop(@Disposes RedisClient client) {
        client.shutdown(Duration.ZERO, CONNECT_TIMEOUT);
    }

    @Produces
    @Singleton
    CreditRedis credit(RedisClient client, RedisConfig config) {
        return credit(client, config.creditUri(), config.commandTimeout(), config.leaseTtl(), config.unconfirmed());
    }

    void stop(@Disposes CreditRedis credit) {
        credit.close();
    }

    @Produces
    @Singleton
    FramesRedis frames(RedisClient client, RedisConfig config) {
        return frames(
                client,
                config.framesUri(),
                config.commandTimeout(),
                config.replyBytes().asLongValue(),
                config.replyTtl());
    }

    void stop(@Disposes FramesRedis frames) {
        frames.close();
    }

    /** A client with the options that every connection here needs; for programs without a container. */
    public static RedisClient client(ClientResources resources, Duration commandTimeout, int requestQueueSize) {
        RedisClient client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(requestQueueSize)
                .pingBeforeActivateConnection(true)
                .timeoutOptions(TimeoutOptions.enabled(commandTimeout))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .build())
                .build());
        return client;
    }

    /** The credit store at an address; for programs without a container. */
    public static CreditRedis credit(
            RedisClient client, URI uri, Duration commandTimeout, Duration leaseTtl, Duration unconfirmed) {
        return new CreditRedis(new RedisStore(client, uri(uri, commandTimeout)), leaseTtl, unconfirmed);
    }

    /** The frames store at an address; for programs without a container. */
    public static FramesRedis frames(
            RedisClient client, URI uri, Duration commandTimeout, long replyBytes, Duration replyTtl) {
        return new FramesRedis(new RedisStore(client, uri(uri, commandTimeout)), replyBytes, replyTtl);
    }

    private static RedisURI uri(URI address, Duration commandTimeout) {
        RedisURI uri = RedisURI.create(address);
        uri.setTimeout(commandTimeout);
        return uri;
    }
}
