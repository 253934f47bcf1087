package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker stands still about as long as its leases last, again and again, so that it goes on with a call while another takes the call
 * over: whoever is first has it, and the other's work counts for nothing.
 */
final class LateWorker implements Fault {

    private static final long SHORTEST_MILLIS = 3_000;
    private static final long LONGEST_MILLIS = 6_500;
    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(20);
    private static final int TOKENS_PER_SECOND = 10;
    private static final int CALLERS = 16;
    private static final int WARM_CALLS = 5;
    private static final int TRIES = 100;
    private static final int MOST_PAUSES = 60;

    @Override
    public String id() {
        return "F39";
    }

    @Override
    public String title() {
        return "recovery and worker go on at the same instant, 100 calls";
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        Random random = trial.random();
        stage.beside("workers");
        stage.simulator().pace(TOKENS_PER_SECOND);
        double before = stage.metric("workers", FrozenWorker.FENCED);
        Load load = trial.load(LoadPlan.streams(CALLERS));
        load.awaitClean(WARM_CALLS, GOES_ON_WITHIN);
        int caught = 0;
        for (int pause = 0; caught < TRIES && pause < MOST_PAUSES; pause++) {
            caught += (int) stage.metric("workers", FrozenWorker.IN_FLIGHT);
            stage.standStill("workers", Duration.ofMillis(random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS)));
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
        load.finish();
        double overtaken = stage.metric("workers", FrozenWorker.FENCED) - before;
        trial.hit(
                "some calls were overtaken and some were not",
                caught >= TRIES && overtaken > 0 && overtaken < caught,
                "%d calls stood still, %.0f were overtaken".formatted(caught, overtaken));
        trial.allowConflicts(load.soFar().size());
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.neverSilent(trial, seen);
    }
}
