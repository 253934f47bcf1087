package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Load for minutes, and every twenty seconds a service drawn from the seed is killed: nothing grows, everything is booked. */
final class Soak implements Fault {

    private static final Duration TIME = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMinutes(2);
    private static final Duration EVERY = Duration.ofSeconds(20);
    private static final List<String> VICTIMS = List.of("workers", "router", "ledger", "metering", "ingress");
    private static final LoadPlan PLAN = new LoadPlan(10, 70, 10, 10, false);
    private static final long SPARE_MEMORY = 400L << 20;

    @Override
    public String id() {
        return "F41";
    }

    @Override
    public String title() {
        return "10 minutes of load, a random kill -9 every 20 s";
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        Random random = trial.random();
        long memory = stage.residentBytes();
        Load load = trial.load(PLAN);
        Instant end = Instant.now().plus(trial.time(TIME, SHORT));
        List<String> killed = new ArrayList<>();
        while (Instant.now().isBefore(end)) {
            LockSupport.parkNanos(EVERY.toNanos());
            String victim = VICTIMS.get(random.nextInt(VICTIMS.size()));
            stage.stack().kill(victim);
            killed.add(victim);
            stage.stack().startAgain(victim);
        }
        load.finish();
        trial.hit("services were killed", !killed.isEmpty(), killed.toString());
        long memoryAfter = stage.residentBytes();
        trial.check(
                "memory does not grow",
                memoryAfter - memory < SPARE_MEMORY,
                (memory >> 20) + " MB before, " + (memoryAfter >> 20) + " MB after");
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        long clean = seen.stream().filter(Transcript::isClean).count();
        trial.check("most calls were answered", clean * 2 > seen.size(), clean + " of " + seen.size());
    }
}
