package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.localstack.stack.ServiceInstance;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/**
 * Every service that looks at a clock has a wrong one, each another. A worker ahead of its ingress by more than a deadline would find
 * every request expired; a ledger behind it would look dead.
 */
final class WrongClocks implements Fault {

    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    private static final int CALLS = 40;
    private static final String SAID = "going by Redis";

    @Override
    public String id() {
        return "F30";
    }

    @Override
    public String title() {
        return "clocks that are wrong: ledger -1 h, router +5 min, workers +10 min, ingress -10 min";
    }

    @Override
    public void run(Trial trial) throws IOException {
        Stage stage = trial.stage();
        ServiceInstance ledger = stage.wrongBy("ledger", Duration.ofHours(-1));
        ServiceInstance router = stage.wrongBy("router", Duration.ofMinutes(5));
        ServiceInstance workers = stage.wrongBy("workers", Duration.ofMinutes(10));
        ServiceInstance ingress = stage.wrongBy("ingress", Duration.ofMinutes(-10));
        stage.links().owner("ledger").standby(URI.create(ledger.url()));
        stage.links().owner("router").standby(URI.create(router.url()));
        List<Wallet> wallets = trial.someWallets();
        List.of("ledger", "router", "workers", "ingress")
                .forEach(service -> stage.process(service).close());
        Load load = trial.load(LoadPlan.FEW, wallets, caller -> ingress.url());
        trial.checkWithin("callers are served", SERVED_WITHIN, () -> load.clean() >= CALLS);
        load.finish();
        for (ServiceInstance wrong : List.of(ledger, router, workers, ingress)) {
            trial.hit(
                    wrong.process().name() + " had a wrong clock",
                    Files.readString(wrong.process().log()).contains(SAID),
                    "");
        }
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.nobodyNoticed(trial, seen);
    }
}
