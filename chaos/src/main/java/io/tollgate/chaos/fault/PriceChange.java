package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.Requests;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.load.Wish;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.localstack.stack.OperatorClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A price rises while calls run: each charge is by the price that its route was given, and can be computed again from it. */
final class PriceChange implements Fault {

    private static final String MODEL = "chaos/changing-price";
    private static final int CALLERS = 6;
    private static final long CALLS_BETWEEN = 10;
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    private static final String VERSIONS =
            "select count(distinct price_version) from ledger.charge where model = '" + MODEL + "'";

    @Override
    public String id() {
        return "F36";
    }

    @Override
    public String title() {
        return "price change under load";
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        Wallet wallet = trial.wallet("20");
        List<Map<String, String>> prices = new ArrayList<>();
        prices.add(Map.of("from", "2026-01-01", "source", "chaos", "prompt", "1", "completion", "2"));
        require(stage, prices);
        OperatorClient caller = new OperatorClient(stage.origin(), wallet.key());
        Load.await(
                SERVED_WITHIN,
                () -> !caller.get("/api/v1/models/" + MODEL + "/endpoints")
                        .body()
                        .at("/data/endpoints")
                        .isEmpty());
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong served = new AtomicLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                int number = i;
                threads.execute(() -> callOn(trial, wallet, number, over, served));
            }
            for (int step = 3; step <= 5; step++) {
                long wanted = served.get() + CALLS_BETWEEN;
                Load.await(SERVED_WITHIN, () -> served.get() >= wanted);
                prices.add(Map.of(
                        "from",
                        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
                        "source",
                        "chaos",
                        "prompt",
                        "1",
                        "completion",
                        Integer.toString(step)));
                require(stage, prices);
            }
            long wanted = served.get() + 2 * CALLS_BETWEEN;
            trial.check("callers are served on", Load.await(SERVED_WITHIN, () -> served.get() >= wanted), "");
            over.set(true);
        }
    }

    private static void callOn(Trial trial, Wallet wallet, int caller, AtomicBoolean over, AtomicLong served) {
        for (int question = 1; !over.get(); question++) {
            Transcript seen = trial.call(
                    trial.stage().origin(),
                    wallet,
                    Wish.toRead(Requests.body(MODEL, question % 2 == 0, caller * 1_000L + question)));
            if (seen.isClean()) {
                served.incrementAndGet();
            }
        }
    }

    private static void require(Stage stage, List<Map<String, String>> prices) {
        Map<String, ?> endpoint = Map.of(
                "provider", "deepseek",
                "model", "changing-price",
                "status", "active",
                "context", 100_000,
                "max_output", 8_000,
                "source", "chaos",
                "as_of", "2026-01-01",
                "prices", List.copyOf(prices));
        Map<String, ?> model = Map.of(
                "id",
                MODEL,
                "name",
                "Changing price",
                "kind",
                "chat",
                "status",
                "active",
                "created",
                "2026-01-01",
                "context",
                100_000,
                "max_output",
                8_000,
                "input",
                List.of("text"),
                "output",
                List.of("text"),
                "endpoints",
                List.of(endpoint));
        OperatorClient operator = stage.operator();
        operator.require(operator.post(
                "/operator/v1/catalogue/import?name=chaos-prices.json", Map.of("models", List.of(model))));
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        long versions = trial.stage().books().count(VERSIONS);
        trial.hit("charges were made by several prices", versions > 1, versions + " versions");
        Aftermath.nobodyNoticed(trial, seen);
    }
}
