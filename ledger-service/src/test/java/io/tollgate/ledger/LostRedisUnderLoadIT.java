package io.tollgate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.CreditHolds.Placed;
import io.tollgate.testkit.InfrastructureResource;
import io.tollgate.testkit.KafkaTap;
import io.tollgate.testkit.TestInfrastructure;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Callers press against an account's last credit while Redis loses everything, twice. */
@QuarkusTest
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "ledger"))
class LostRedisUnderLoadIT {

    private static final int CALLERS = 8;
    /** Credit for three requests at once and a little. */
    private static final NanoUsd CREDIT = NanoUsd.parse("0.035");

    private static final int AT_ONCE = 3;
    private static final Duration BOUND = Duration.ofSeconds(15);
    private static final long RUNS_NANOS = Duration.ofMillis(60).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TestHTTPResource("/")
    URI base = URI.create("http://unknown");

    @Inject
    CreditHolds holds;

    private final String account = "acct-" + Ids.newId();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger notReady = new AtomicInteger();

    @Test
    void shouldLetNobodyOverspendAndGoOnByItself() throws Exception {
        // Given
        LedgerClient operator = LedgerClient.operator(base);
        operator.post("/operator/v1/accounts", "{\"id\":\"" + account + "\",\"name\":\"Acme\"}");
        operator.post("/operator/v1/accounts/" + account + "/credits", "{\"id\":\"first\",\"amount\":\"0.035\"}");
        await().atMost(PATIENCE)
                .until(() -> holds.snapshot(account).await().atMost(PATIENCE).posted(), CREDIT::equals);
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                calls.add(callers.submit(this::callOnAndOn));
            }
            // When
            for (int loss = 1; loss <= 2; loss++) {
                awaitMoreCalls();
                long lost = System.nanoTime();
                loseRedis();
                await().atMost(BOUND).until(() -> holds.ready().await().atMost(PATIENCE));
                awaitMoreCalls();
                System.out.println(
                        "loss " + loss + ": calls went on " + Duration.ofNanos(System.nanoTime() - lost) + " after it");
            }
            over.set(true);
            for (Future<?> call : calls) {
                call.get();
            }
        }
        // Then
        assertThat(most.get()).as("requests at once").isEqualTo(AT_ONCE);
        assertThat(refused.get()).as("refused for lack of credit").isPositive();
        assertThat(notReady.get()).as("refused while Redis was lost").isPositive();
        NanoUsd charged = NanoUsd.of(Samples.usage(account, Ids.newRequestId(), 1, 1)
                        .rating()
                        .charge()
                        .value()
                * done.get());
        await().atMost(PATIENCE).untilAsserted(() -> {
            CreditHolds.AccountSnapshot left = holds.snapshot(account).await().atMost(PATIENCE);
            assertThat(left.held()).isEqualTo(NanoUsd.ZERO);
            assertThat(left.posted()).isEqualTo(CREDIT.minus(charged));
        });
    }

    private void awaitMoreCalls() {
        int before = done.get();
        await().atMost(BOUND).until(() -> done.get() > before + CALLERS);
    }

    private void callOnAndOn() {
        try (KafkaTap kafka = KafkaTap.shared()) {
            while (!over.get()) {
                call(kafka);
            }
        }
    }

    private void call(KafkaTap kafka) {
        String request = Ids.newRequestId();
        Placed placed = holds.place(new CreditHolds.Place(
                        request,
                        account,
                        Samples.KEY,
                        Samples.HOLD,
                        Instant.now().plusSeconds(60),
                        "",
                        null,
                        null,
                        null))
                .await()
                .atMost(PATIENCE);
        if (!(placed instanceof Placed.Ok)) {
            (placed instanceof Placed.NotReady ? notReady : refused).incrementAndGet();
            LockSupport.parkNanos(RUNS_NANOS);
            return;
        }
        int now = running.incrementAndGet();
        most.accumulateAndGet(now, Math::max);
        kafka.publish(Samples.placed(account, request));
        LockSupport.parkNanos(RUNS_NANOS);
        UsageRecorded usage = Samples.usage(account, request, 1, 1);
        kafka.publish(usage);
        running.decrementAndGet();
        kafka.publish(Samples.closed(account, request, Outcome.COMPLETED, 1));
        done.incrementAndGet();
    }

    private static void loseRedis() {
        RedisClient client = RedisClient.create(TestInfrastructure.shared().creditRedis());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().flushall();
        } finally {
            client.shutdown();
        }
    }
}
