package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.localstack.stack.ServiceInstance;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Every service is asked to end and started again, one after the other and each with a second instance beside it, as an upgrade does: no
 * caller notices.
 */
final class RollingRestart implements Fault {

    /** Services in the order of an upgrade: what callers meet comes last. */
    static final List<String> IN_TURN = List.of("ledger", "metering", "router", "workers", "ingress");

    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    private static final int CALLS_BETWEEN = 5;

    @Override
    public String id() {
        return "F40";
    }

    @Override
    public String title() {
        return "rolling restart of all services by SIGTERM";
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        ServiceInstance second = stage.beside("ingress");
        stage.beside("workers");
        for (String asked : List.of("ledger", "metering", "router")) {
            stage.links().owner(asked).standby(URI.create(stage.beside(asked).url()));
        }
        AtomicReference<String> origin = new AtomicReference<>(stage.origin());
        Load load = trial.load(LoadPlan.FEW, caller -> origin.get());
        load.awaitClean(CALLS_BETWEEN, SERVED_WITHIN);
        List<String> restarted = new ArrayList<>();
        for (String service : IN_TURN) {
            // what a balancer does: no new calls to an instance that is about to end
            origin.set(service.equals("ingress") ? second.url() : stage.origin());
            long calls = load.soFar().size();
            stage.stack().restart(service);
            restarted.add(service + ": " + (load.soFar().size() - calls) + " calls");
            load.awaitClean((int) load.clean() + CALLS_BETWEEN, SERVED_WITHIN);
        }
        trial.hit("services were restarted under load", restarted.size() == IN_TURN.size(), restarted.toString());
        load.finish();
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.nobodyNoticed(trial, seen);
    }
}
