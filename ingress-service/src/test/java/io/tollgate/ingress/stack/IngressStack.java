package io.tollgate.ingress.stack;

import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.Frames;
import io.tollgate.testkit.KafkaTap;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;

/** The rest of the system around one ingress under test. */
public final class IngressStack implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestLedger ledger;
    private final TestWorker worker;
    private final Api api;

    IngressStack(URI base, CreditHolds credit, Frames frames) {
        ledger = new TestLedger(credit);
        worker = new TestWorker(frames);
        api = new Api(base);
    }

    /** Opens the ledger, states the catalogue and waits until the ingress is ready and knows it. */
    IngressStack start() {
        ledger.open();
        try (KafkaTap kafka = new KafkaTap(Settings.kafka())) {
            kafka.publishAll(TestCatalogue.statements());
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> api.get("/health/ready", "").status() == 200);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> api.get("/api/v1/models/count", "")
                                .json()
                                .at("/data/count")
                                .asInt()
                        == 4);
        return this;
    }

    public TestLedger ledger() {
        return ledger;
    }

    public TestWorker worker() {
        return worker;
    }

    public Api api() {
        return api;
    }

    @Override
    public void close() {
        worker.close();
        ledger.close();
        api.close();
    }
}
