package io.tollgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.simulation.Simulation.Result;
import io.tollgate.simulation.variants.Variant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Runs the protocol through many schedules from a random seed, which it prints. {@code -Dtollgate.schedules=N} runs so many,
 * {@code -Dtollgate.seed=N} runs one again with a record of every step, both together run so many from there.
 */
class SimulationTest {

    private static final int SCHEDULES = 1_500;
    private static final int COMPARED = 20;
    private static final long MOST_SEEDS = 1L << 40;

    /** Each kind of fault; a run that does not meet all of them proves nothing. */
    private static final List<String> FAULTS = List.of(
            "lost reply",
            "late reply",
            "command overtaken by a later one",
            "record overtaken by a later one",
            "lost acknowledgement",
            "record not written",
            "lost commit",
            "transaction failed",
            "redelivery to dispatch",
            "redelivery to usage",
            "rebalance",
            "crash of ingress",
            "crash of router",
            "crash of worker",
            "crash of ledger",
            "pause of ingress",
            "pause of worker",
            "pause of ledger",
            "clock skew of ingress",
            "clock skew of worker",
            "clock skew of ledger",
            "restart of credit Redis",
            "flush of credit Redis",
            "restart of frames Redis",
            "flush of frames Redis");

    /** What the protocol does about them. */
    private static final List<String> ANSWERS = List.of(
            "rebuild",
            "lease regained",
            "recovered",
            "unclosed request listed",
            "repeat in the books",
            "request taken back",
            "clean end",
            "charged as COMPLETED",
            "charged as ABANDONED",
            "charged as INTERRUPTED");

    @Test
    void shouldKeepEveryInvariantInEverySchedule() throws Exception {
        String seed = System.getProperty("tollgate.seed", "");
        String schedules = System.getProperty("tollgate.schedules", "");
        if (!seed.isEmpty() && schedules.isEmpty()) {
            replay(Long.parseLong(seed));
            return;
        }
        long first = seed.isEmpty() ? new SplittableRandom().nextLong(MOST_SEEDS) : Long.parseLong(seed);
        System.out.println("first seed " + first);

        Campaign campaign = Campaign.run(first, schedules.isEmpty() ? SCHEDULES : Integer.parseInt(schedules));

        System.out.println(campaign.pace());
        new TreeMap<>(campaign.seen().all()).forEach((what, count) -> System.out.printf("  %-45s %d%n", what, count));
        assertThat(campaign.failed()).as(campaign::report).isEmpty();
        if (campaign.schedules() >= SCHEDULES) {
            assertSeen(campaign, FAULTS);
            assertSeen(campaign, ANSWERS);
        }
    }

    @Test
    void shouldMakeTheSameOfTheSameSeed() {
        for (long seed = 1; seed <= COMPARED; seed++) {
            Result once = Simulation.run(seed, Variant.SOUND, true);
            Result again = Simulation.run(seed, Variant.SOUND, true);

            assertThat(again.trace())
                    .as("seed %d", seed)
                    .isEqualTo(once.trace())
                    .isNotEmpty();
        }
    }

    private static void assertSeen(Campaign campaign, List<String> expected) {
        assertThat(expected)
                .as(campaign.pace())
                .allSatisfy(
                        what -> assertThat(campaign.seen().of(what)).as(what).isPositive());
    }

    private static void replay(long seed) {
        Result result = Simulation.run(seed, Variant.SOUND, true);
        result.trace().forEach(System.out::println);
        assertThat(result.violations()).as("seed %d", seed).isEmpty();
    }
}
