package io.tollgate.e2e.money;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.e2e.SystemUnderTest;
import io.tollgate.e2e.money.ChatCaller.Seen;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RestartIT {

    private static final int CALLERS = 6;
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);

    /** Callers wait as clients do; without it, refusals would take the processor that the services need to start. */
    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

    private final SystemUnderTest system = SystemUnderTest.running();
    private final Books books = new Books(system);

    /** Ingress by itself: its restart breaks connections, and then less can be said about what callers saw. */
    static Stream<List<String>> shouldLoseNothingAndChargeNothingTwiceWhenServicesRestart() {
        return Stream.of(List.of("ledger", "metering", "router", "workers"), List.of("ingress"));
    }

    @ParameterizedTest
    @MethodSource
    void shouldLoseNothingAndChargeNothingTwiceWhenServicesRestart(List<String> services) throws InterruptedException {
        // Given
        system.simulator().script(Map.of("timeToFirstTokenMillis", 20, "tokensPerSecond", 60, "answerTokens", 60));
        Wallet wallet = Wallet.with(system, "200");
        NanoUsd before = wallet.balance();
        ChatCaller caller = new ChatCaller(system.demo().baseUrl(), wallet.key());
        Queue<Seen> seen = new ConcurrentLinkedQueue<>();
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                Requests requests = new Requests(i);
                callers.execute(() -> {
                    while (!enough.get()) {
                        Seen call = caller.call(requests.next());
                        seen.add(call);
                        if (!call.clean()) {
                            LockSupport.parkNanos(AFTER_FAILURE.toNanos());
                        }
                    }
                });
            }
            // When
            try {
                for (String service : services) {
                    system.stack().restart(service);
                    awaitService(seen, service);
                }
            } finally {
                enough.set(true);
            }
            callers.shutdown();
            assertThat(callers.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
        }
        // Then
        books.awaitClean();
        NanoUsd spent = before.minus(wallet.balance());
        NanoUsd stated = NanoUsd.ofUsd(seen.stream()
                .filter(Seen::clean)
                .flatMap(call -> Stream.ofNullable(call.cost()))
                .reduce(BigDecimal.ZERO, BigDecimal::add));
        assertThat(List.copyOf(seen)).anyMatch(Seen::clean);
        assertThat(spent).isGreaterThanOrEqualTo(stated);
        if (seen.stream().allMatch(call -> call.clean() || call.status() >= 400)) {
            // a caller whose connection broke may have been answered and charged without seeing it
            assertThat(spent).isEqualTo(stated);
        }
    }

    private static void awaitService(Queue<Seen> seen, String restarted) {
        long before = clean(seen);
        Awaitility.await("calls after the restart of " + restarted)
                .atMost(SERVED_WITHIN)
                .until(() -> clean(seen) >= before + CALLERS);
    }

    private static long clean(Queue<Seen> seen) {
        return seen.stream().filter(Seen::clean).count();
    }
}
