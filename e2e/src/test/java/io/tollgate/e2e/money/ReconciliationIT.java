package io.tollgate.e2e.money;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.e2e.SystemUnderTest;
import io.tollgate.e2e.money.ChatCaller.Seen;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ReconciliationIT {

    private static final int REQUESTS = 2_000;
    private static final int AT_ONCE = 32;
    private static final long SEED = Long.getLong("tollgate.seed", 20_261_122L);

    private final SystemUnderTest system = SystemUnderTest.running();
    private final Books books = new Books(system);

    @Test
    void shouldChargeExactlyWhatWasServed() throws InterruptedException, ExecutionException {
        System.out.println("reconciliation seed " + SEED);
        // Given
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
        Wallet wallet = Wallet.with(system, "500");
        NanoUsd before = wallet.balance();
        ChatCaller caller = new ChatCaller(system.demo().baseUrl(), wallet.key());
        // When
        List<Seen> seen = callAll(caller, new Requests(SEED));
        system.simulator().script(Map.of());
        // Then
        assertThat(seen).filteredOn(Seen::clean).hasSizeGreaterThan(REQUESTS * 9 / 10);
        assertThat(seen).filteredOn(Seen::clean).allMatch(call -> call.cost() != null);
        NanoUsd charged = NanoUsd.ofUsd(
                seen.stream().flatMap(call -> Stream.ofNullable(call.cost())).reduce(BigDecimal.ZERO, BigDecimal::add));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(before.minus(wallet.balance())).isEqualTo(charged));
        books.awaitClean();
    }

    private static List<Seen> callAll(ChatCaller caller, Requests requests)
            throws InterruptedException, ExecutionException {
        try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Seen>> calls = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                Map<String, ?> body = requests.next();
                calls.add(callers.submit(() -> caller.call(body)));
            }
            List<Seen> seen = new ArrayList<>();
            for (Future<Seen> call : calls) {
                seen.add(call.get());
            }
            return seen;
        }
    }
}
