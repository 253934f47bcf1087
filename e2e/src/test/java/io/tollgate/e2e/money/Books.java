package io.tollgate.e2e.money;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.e2e.SystemUnderTest;
import io.tollgate.localstack.books.Audit;
import io.tollgate.localstack.books.Check;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The audit, once everything that was under way is booked. */
final class Books {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Audit audit;

    Books(SystemUnderTest system) {
        this.audit = Audit.of(
                Map.of(
                        "TOLLGATE_URL", system.demo().baseUrl(),
                        "TOLLGATE_OPERATOR_KEY", system.stack().operatorKey(),
                        "TOLLGATE_SIMULATOR_URL", system.stack().ports().url("simulator")),
                system.stack().infrastructure().kafka());
    }

    /** Waits until no invariant is broken; fails with those that stay broken. */
    List<Check> awaitClean() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(audit.run()).noneMatch(Check::isBroken));
        return audit.run();
    }
}
