package io.tollgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.crash.CrashPoint;
import io.tollgate.simulation.Simulation.Result;
import io.tollgate.simulation.cluster.CrashStep;
import io.tollgate.simulation.variants.Variant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process dies at each named step in some schedule, and nothing comes of it. */
class CrashStepsTest {

    private static final int MOST_TRIES = 300;

    /** Not on the way of a request: reports and the outbox have their own tests. */
    private static final Set<CrashPoint> ELSEWHERE =
            EnumSet.of(CrashPoint.METERING_AFTER_COMMIT, CrashPoint.LEDGER_OUTBOX_SENT);

    @ParameterizedTest
    @EnumSource(CrashStep.class)
    void shouldSurviveACrashAt(CrashStep step) {
        long seed = 0;
        boolean crashed = false;
        while (!crashed && seed < MOST_TRIES) {
            seed++;
            Result result = Simulation.run(seed, Variant.SOUND, step, false);
            assertThat(result.violations()).as("%s, seed %d", step, seed).isEmpty();
            crashed = result.sightings().of(step.sighting()) > 0;
        }

        assertThat(crashed)
                .as("a crash at %s in %d schedules", step, MOST_TRIES)
                .isTrue();
    }

    @Test
    void shouldKnowEveryCrashPointOnTheWayOfARequest() {
        Set<String> steps = Arrays.stream(CrashStep.values()).map(Enum::name).collect(Collectors.toSet());

        assertThat(EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE)))
                .extracting(Enum::name)
                .allSatisfy(point -> assertThat(steps).contains(point));
    }
}
