package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.crash.CrashPoint;
import io.tollgate.localstack.stack.ServiceInstance;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * An instance of a service dies at a named point, as by {@code kill -9}, while others call.
 *
 * @param point where it dies
 * @param pass at which of its comings there
 * @param alone whether it is the only instance then; else another one lives on beside it
 * @param afterwards what must be so, beyond what every trial is audited for
 */
record ServiceDeath(
        String id,
        String title,
        boolean fast,
        CrashPoint point,
        int pass,
        boolean alone,
        BiConsumer<Trial, List<Transcript>> afterwards)
        implements Fault {

    private static final Duration DIES_WITHIN = Duration.ofSeconds(40);
    private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(30);
    private static final int WARM_CALLS = 5;
    private static final int CALLS_AFTERWARDS = 15;

    @Override
    public void run(Trial trial) {
        String service = service();
        // before the one that opens them may be gone
        List<Wallet> wallets = trial.someWallets();
        ServiceInstance doomed = trial.stage().doomed(service, point, pass);
        if (alone) {
            trial.stage().stack().kill(service);
        }
        String origin = trial.stage().origin();
        Load load = trial.load(
                LoadPlan.USUAL,
                wallets,
                caller -> service.equals("ingress") && doomed.process().isAlive() ? doomed.url() : origin);
        trial.awaitHalt(doomed, point, DIES_WITHIN);
        if (alone) {
            trial.stage().stack().startAgain(service);
        }
        trial.check(
                "others are served on",
                load.awaitClean((int) load.clean() + WARM_CALLS + CALLS_AFTERWARDS, GOES_ON_WITHIN),
                "");
        load.finish();
    }

    private String service() {
        String prefix = point.pointName().substring(0, point.pointName().indexOf('.'));
        return prefix.equals("worker") ? "workers" : prefix;
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        afterwards.accept(trial, seen);
    }
}
