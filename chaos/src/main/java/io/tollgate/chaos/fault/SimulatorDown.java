package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Every provider refuses connections for a while: callers get a clear error, holds are free at once, nothing is charged. */
final class SimulatorDown implements Fault {

    private static final Duration AWAY = Duration.ofSeconds(5);
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(20);
    private static final int WARM_CALLS = 5;

    @Override
    public String id() {
        return "F23c";
    }

    @Override
    public String title() {
        return "providers stop answering their ports";
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        // until it is told again what to answer
        trial.textsVary();
        Load load = trial.load(LoadPlan.USUAL);
        load.awaitClean(WARM_CALLS, SERVED_WITHIN);
        // asked to end, not killed: its record must be whole, because the audit believes it
        stage.process("simulator").close();
        LockSupport.parkNanos(AWAY.toNanos());
        long refused =
                load.soFar().stream().filter(each -> each.status() >= 500).count();
        stage.stack().startAgain("simulator");
        stage.simulator().usual();
        trial.hit("no provider could be reached", refused > 0, refused + " calls were told so");
        trial.check("callers are served again", load.awaitClean((int) load.clean() + 10, SERVED_WITHIN), "");
        load.finish();
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.neverSilent(trial, seen);
        List<Transcript> odd = seen.stream()
                .filter(each -> each.status() >= 400 && each.status() != 502 && each.status() != 503)
                .toList();
        trial.check("they were told 502 or 503", odd.isEmpty(), Aftermath.some(odd));
    }
}
