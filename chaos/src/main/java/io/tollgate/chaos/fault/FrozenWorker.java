package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import java.time.Duration;
import java.util.List;

/** A worker stands still for three leases and wakes up: another has taken its calls over, and what it still does counts for nothing. */
final class FrozenWorker implements Fault {

    private static final Duration THREE_LEASES = Duration.ofSeconds(15);
    private static final Duration TWO_LEASES = Duration.ofSeconds(10);
    private static final Duration NOTICES_WITHIN = Duration.ofSeconds(30);
    private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(20);
    static final String FENCED = "tollgate_workers_fenced_total";
    static final String IN_FLIGHT = "tollgate_workers_in_flight";
    private static final int WARM_CALLS = 5;
    /** Calls that the worker must be making when it stops. */
    private static final int CAUGHT = 3;

    @Override
    public String id() {
        return "F9";
    }

    @Override
    public String title() {
        return "SIGSTOP worker for 3 leases, SIGCONT (zombie)";
    }

    @Override
    public boolean fast() {
        return true;
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        stage.beside("workers");
        double before = stage.metric("workers", FENCED);
        Load load = trial.load(LoadPlan.streams(12));
        load.awaitClean(WARM_CALLS, GOES_ON_WITHIN);
        Load.await(GOES_ON_WITHIN, () -> stage.metric("workers", IN_FLIGHT) >= CAUGHT);
        stage.standStill("workers", trial.time(THREE_LEASES, TWO_LEASES));
        boolean fenced = Load.await(NOTICES_WITHIN, () -> stage.metric("workers", FENCED) > before);
        trial.hit(
                "the zombie was fenced off", fenced, "%.0f times".formatted(stage.metric("workers", FENCED) - before));
        trial.check("others are served on", load.awaitClean((int) load.clean() + 10, GOES_ON_WITHIN), "");
        load.finish();
        trial.allowConflicts(load.soFar().size());
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.neverSilent(trial, seen);
    }
}
