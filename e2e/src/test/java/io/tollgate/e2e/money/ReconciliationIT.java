package io.tollgate.e2e.money;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.load.Wish;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.e2e.SystemUnderTest;
import io.tollgate.localstack.books.Check;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconciliationIT {

    private static final int REQUESTS = 2_000;
    private static final int AT_ONCE = 32;
    private static final String CREDIT = "500";
    private static final Duration BOOKED_WITHIN = Duration.ofSeconds(60);
    private static final Duration BETWEEN_AUDITS = Duration.ofSeconds(1);
    private static final long SEED = Long.getLong("tollgate.seed", 20_261_122L);

    private final Stage system = SystemUnderTest.running();

    @BeforeEach
    void answerAtOnceAndFailSometimes() {
        system.simulator()
                .script(Map.of(
                        "timeToFirstTokenMillis",
                        0,
                        "tokensPerSecond",
                        0,
                        "answerTokens",
                        30,
                        "faults",
                        List.of(Map.of("kind", "status", "status", 503, "probability", 0.02))));
    }

    @AfterEach
    void answerAsUsual() {
        system.simulator().usual();
    }

    @Test
    void shouldChargeExactlyWhatWasServed() throws InterruptedException, ExecutionException {
        System.out.println("reconciliation seed " + SEED);
        // Given
        Wallet wallet = Wallet.open(system.operator(), "reconciliation", CREDIT);
        // When
        List<Transcript> seen = callAll(wallet, new MixedRequests(SEED));
        // Then
        List<Transcript> served = seen.stream().filter(Transcript::isClean).toList();
        assertThat(served).hasSizeGreaterThan(REQUESTS * 9 / 10).allMatch(call -> call.cost() != null);
        NanoUsd charged = NanoUsd.ofUsd(
                seen.stream().map(Transcript::cost).filter(Objects::nonNull).reduce(BigDecimal.ZERO, BigDecimal::add));
        Awaitility.await().atMost(BOOKED_WITHIN).pollInterval(BETWEEN_AUDITS).untilAsserted(() -> {
            assertThat(spent(wallet)).isEqualTo(charged);
            assertThat(system.audit().run()).noneMatch(Check::isBroken);
        });
    }

    /** What is booked on an account, as its operator sees it. */
    private NanoUsd spent(Wallet wallet) {
        BigDecimal balance = system.operator()
                .require(system.operator().get("/operator/v1/accounts/" + wallet.account()))
                .at("/data/balance")
                .decimalValue();
        return NanoUsd.parse(CREDIT).minus(NanoUsd.ofUsd(balance));
    }

    private List<Transcript> callAll(Wallet wallet, MixedRequests requests)
            throws InterruptedException, ExecutionException {
        try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Transcript>> calls = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                Wish wish = Wish.toRead(requests.next());
                calls.add(callers.submit(() -> system.caller().call(system.origin(), wallet, wish)));
            }
            List<Transcript> seen = new ArrayList<>();
            for (Future<Transcript> call : calls) {
                seen.add(call.get());
            }
            return seen;
        }
    }
}
