package io.tollgate.metering;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the metering service. Secrets have no defaults. */
@ConfigMapping(prefix = "tollgate.metering")
public interface MeteringConfig {

    /** Secret that other services show when they call this one. */
    String internalSecret();

    /** Trying again after the database failed; there is no last try. */
    Retry retry();

    /** How long what is not reported any more is kept. */
    Retention retention();

    /** Age from which the audit misses the other half of an attempt or request. */
    @WithDefault("60s")
    Duration grace();

    /** Trying again after the database failed; there is no last try. */
    interface Retry {

        /** Pause before the first repeat; each further one is longer. */
        @WithDefault("100ms")
        Duration firstPause();

        /** Longest pause. */
        @WithDefault("5s")
        Duration longestPause();
    }

    /** How long what is not reported any more is kept. */
    interface Retention {

        /** Attempts and requests; longer than their topics keep events, so that a replay still finds each of them. */
        @WithDefault("100d")
        Duration attempts();

        /** Rollups by the minute. */
        @WithDefault("35d")
        Duration minutes();

        /** Most rows deleted in one transaction; a round has as many as it needs. */
        @WithDefault("10000")
        int batch();

        /** Pause between two rounds of deleting. */
        @WithDefault("1h")
        Duration every();
    }
}
