package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.localstack.stack.ServiceInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A second ledger comes and goes, by kill or by request, for a minute: partitions wander, nothing is posted twice. */
final class RebalanceStorm implements Fault {

    private static final Duration STORM = Duration.ofSeconds(60);
    private static final Duration SHORT_STORM = Duration.ofSeconds(20);
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    private static final String DEADLOCKS = "select sum(deadlocks) from pg_stat_database";

    @Override
    public String id() {
        return "F12";
    }

    @Override
    public String title() {
        return "two ledgers, partitions moved by starts, stops and kills for 60 s";
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        long deadlocks = stage.books().count(DEADLOCKS);
        Load load = trial.load(LoadPlan.USUAL);
        Instant end = Instant.now().plus(trial.time(STORM, SHORT_STORM));
        int rounds = 0;
        while (Instant.now().isBefore(end)) {
            ServiceInstance second = stage.beside("ledger");
            load.awaitClean((int) load.clean() + 5, SERVED_WITHIN);
            if (rounds++ % 2 == 0) {
                second.process().close();
            } else {
                second.process().kill();
            }
        }
        trial.hit("partitions wandered", rounds >= 2, rounds + " times there and back");
        load.finish();
        trial.check("no deadlocks", stage.books().count(DEADLOCKS) == deadlocks, "");
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.nobodyNoticed(trial, seen);
    }
}
