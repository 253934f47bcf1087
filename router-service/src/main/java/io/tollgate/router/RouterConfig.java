package io.tollgate.router;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Settings of the router. Secrets have no defaults. */
@ConfigMapping(prefix = "tollgate.router")
public interface RouterConfig {

    /** Secret that other services show when they call this one. */
    String internalSecret();

    /** Where the simulator answers in the place of providers. */
    @WithDefault("http://127.0.0.1:8090")
    URI simulatorUrl();

    /** Slugs of the providers that real calls go to. */
    Optional<Set<String>> liveProviders();

    /** Whether the simulator stands in for providers that are not live; {@code auto}: as long as none is. */
    @WithDefault("auto")
    Simulate simulate();

    /** Directory of catalogue files that are laid over the packaged catalogue; one that does not exist counts as empty. */
    Optional<Path> catalogueDirectory();

    /** Most stops of a route. */
    @WithDefault("5")
    int maxStops();

    /** How long an endpoint that failed is tried last. */
    @WithDefault("30s")
    Duration outageWindow();

    /** Most requests routed at once. */
    @WithDefault("256")
    int concurrency();

    /** Trying again when Kafka did not take an event; there is no last try. */
    Retry retry();

    /** Announcing what was committed. */
    Outbox outbox();

    /** Whether the simulator stands in. */
    enum Simulate {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** Trying again when Kafka did not take an event. */
    interface Retry {

        /** Pause before the first repeat; each further one is longer. */
        @WithDefault("100ms")
        Duration firstPause();

        /** Longest pause. */
        @WithDefault("5s")
        Duration longestPause();
    }

    /** Announcing what was committed. */
    interface Outbox {

        /** Pause between looks at an empty outbox; a commit in this process shortens it. */
        @WithDefault("500ms")
        Duration poll();

        /** Most events in one round. */
        @WithDefault("200")
        int batch();
    }
}
