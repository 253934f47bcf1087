package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Transcript.End;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Every service is asked to end and started again, one after the other and none with a second instance beside it: callers may be refused
 * meanwhile, and are served again.
 */
final class LoneRestart implements Fault {

    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(10);

    private static final int TOKENS_PER_SECOND = 50;

    @Override
    public String id() {
        return "F40b";
    }

    @Override
    public String title() {
        return "restart of each service by SIGTERM, none beside it";
    }

    @Override
    public void run(Trial trial) {
        trial.stage().simulator().pace(TOKENS_PER_SECOND);
        Load load = trial.load(LoadPlan.FEW);
        load.awaitClean(LoadPlan.FEW.callers(), SERVED_WITHIN);
        List<String> restarted = new ArrayList<>();
        for (String service : RollingRestart.IN_TURN) {
            restarted.add(service + ended(trial, service));
            trial.stage().stack().startAgain(service);
            long served = load.clean();
            trial.checkWithin(
                    "calls are served after the restart of " + service,
                    SERVED_WITHIN,
                    () -> load.clean() >= served + LoadPlan.FEW.callers());
        }
        load.finish();
        trial.hit(
                "services were restarted under load",
                restarted.size() == RollingRestart.IN_TURN.size(),
                restarted.toString());
    }

    /** Asks a service to end and says how long that took. */
    private static String ended(Trial trial, String service) {
        long asked = System.nanoTime();
        trial.stage().process(service).close();
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        String seconds = " ended in %.1f s".formatted(took.toMillis() / 1000.0);
        trial.check(service + " ends although callers go on", took.compareTo(ENDED_WITHIN) <= 0, seconds);
        return seconds;
    }

    /** A connection that is refused has no answer; one that was begun has an end. */
    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        List<Transcript> silent = seen.stream()
                .filter(each -> each.end() == End.BROKEN && each.status() != 0)
                .toList();
        trial.check("no answer that began stops without a word", silent.isEmpty(), Aftermath.some(silent));
    }
}
