package io.tollgate.crash;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The machine's clock, or one that is wrong on purpose. */
public final class MachineClock {

    /** A system property: by how much the clock is ahead, as in {@code PT5M}; negative if it is behind. */
    public static final String SKEW = "tollgate.clock-skew";

    private MachineClock() {}

    /**
     * The clock of this process.
     *
     * @throws java.time.format.DateTimeParseException if the property is not a duration
     */
    public static Clock get() {
        return skewed(System.getProperty(SKEW));
    }

    static Clock skewed(@Nullable String skew) {
        Clock machine = Clock.systemUTC();
        return skew == null ? machine : Clock.offset(machine, Duration.parse(skew));
    }
}
