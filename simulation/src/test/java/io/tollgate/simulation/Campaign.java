package io.tollgate.simulation;

import io.tollgate.simulation.Simulation.Result;
import io.tollgate.simulation.variants.Variant;
import io.tollgate.simulation.world.Sightings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many schedules, one for each seed from the first on, on two threads.
 *
 * @param failed those that broke an invariant, without their records
 * @param seen what happened in all of them
 */
record Campaign(long firstSeed, int schedules, List<Result> failed, Sightings seen, double seconds) {

    private static final int THREADS = 2;
    private static final int SHOWN_FAILURES = 3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int SECONDS_PER_MINUTE = 60;

    static Campaign run(long firstSeed, int schedules) throws InterruptedException, ExecutionException {
        Campaign campaign = new Campaign(firstSeed, schedules, new ArrayList<>(), new Sightings(), 0);
        AtomicLong next = new AtomicLong(firstSeed);
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                working.add(threads.submit(() -> campaign.work(next)));
            }
            for (Future<?> each : working) {
                each.get();
            }
        }
        double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        return new Campaign(firstSeed, schedules, campaign.failed, campaign.seen, seconds);
    }

    private void work(AtomicLong next) {
        for (long seed = next.getAndIncrement(); seed < firstSeed + schedules; seed = next.getAndIncrement()) {
            note(Simulation.run(seed, Variant.SOUND, false));
        }
    }

    private synchronized void note(Result result) {
        seen.add(result.sightings());
        if (!result.violations().isEmpty()) {
            failed.add(result);
        }
    }

    /** How many schedules, how fast. */
    String pace() {
        return String.format(
                "%d schedules from seed %d in %.1f s: %.0f a minute",
                schedules, firstSeed, seconds, schedules * SECONDS_PER_MINUTE / seconds);
    }

    /** What failed, with the record of the first failures. */
    String report() {
        StringBuilder text = new StringBuilder(failed.size() + " of " + schedules + " schedules fail");
        for (Result result : failed.subList(0, Math.min(SHOWN_FAILURES, failed.size()))) {
            text.append("\n\n-Dtollgate.seed=").append(result.seed()).append("\n  ");
            text.append(String.join("\n  ", result.violations()));
            text.append("\n")
                    .append(String.join(
                            "\n",
                            Simulation.run(result.seed(), Variant.SOUND, true).trace()));
        }
        return text.toString();
    }
}
