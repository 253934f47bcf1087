package io.tollgate.livestate;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where the two Redis roles are, and the limits of what is kept there. */
@ConfigMapping(prefix = "tollgate.redis")
public interface RedisConfig {

    /** The Redis of balances, holds and leases; it must run without persistence, so that a restart is always an empty store. */
    @WithDefault("redis://127.0.0.1:6379")
    URI creditUri();

    /** The Redis of reply frames. */
    @WithDefault("redis://127.0.0.1:6380")
    URI framesUri();

    /** How long a command may take, and a connection attempt's handshake. */
    @WithDefault("2s")
    Duration commandTimeout();

    /** Most commands that wait for an answer on one connection; further ones fail at once. */
    @WithDefault("20000")
    int requestQueueSize();

    /** How long a claim of a request holds without renewal. */
    @WithDefault("5s")
    Duration leaseTtl();

    /**
     * How long a hold stands before somebody looks whether its request was ever accepted; longer than acceptance takes, which ends after
     * twice the publish timeout of ingress.
     */
    @WithDefault("8s")
    Duration unconfirmed();

    /** Most bytes of frames a single reply may have; its last frame is exempt. */
    @WithDefault("8M")
    MemorySize replyBytes();

    /** How long a finished reply can be read again. */
    @WithDefault("15m")
    Duration replyTtl();
}
