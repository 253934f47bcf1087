package io.tollgate.bus;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this service appears on the bus, and the limits of bodies. */
@ConfigMapping(prefix = "tollgate.bus")
public interface BusConfig {

    /** The CloudEvents {@code source} of what this service publishes. */
    @WithDefault("${quarkus.application.name:tollgate}")
    String source();

    /** Bodies up to this size travel in the record; larger ones by reference. */
    @WithDefault("256K")
    MemorySize inlineBody();

    /** How long a body that travels by reference is kept; longer than any request may run. */
    @WithDefault("30m")
    Duration bodyTtl();

    /** How long a service that ends waits for the records that it works on; the rest is read again by whoever goes on. */
    @WithDefault("5s")
    Duration finishWithin();
}
