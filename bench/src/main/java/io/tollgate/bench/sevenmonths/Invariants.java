package io.tollgate.bench.sevenmonths;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The audits of ledger and metering. */
final class Invariants {

    /** Redis is told after the books are; so long may it take. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ReplayStack stack;

    Invariants(ReplayStack stack) {
        this.stack = stack;
    }

    /** Those that are broken, and stay so, in words. */
    List<String> broken() {
        Instant giveUpAt = Instant.now().plus(PATIENCE);
        List<String> broken = look();
        while (!broken.isEmpty() && Instant.now().isBefore(giveUpAt)) {
            LockSupport.parkNanos(PAUSE.toNanos());
            broken = look();
        }
        return broken;
    }

    private List<String> look() {
        List<String> broken = new ArrayList<>();
        collect(stack.ledger().get("/operator/v1/audit/ledger"), broken);
        collect(stack.metering().get("/operator/v1/audit/metering"), broken);
        return broken;
    }

    private static void collect(JsonNode audit, List<String> broken) {
        if (audit.path("checks").isEmpty()) {
            broken.add("an audit without checks");
        }
        for (JsonNode check : audit.path("checks")) {
            if (check.path("broken").asLong() != 0) {
                broken.add("%s %s: %s of %s %s"
                        .formatted(
                                check.path("id").asText(),
                                check.path("name").asText(),
                                check.path("broken").asText(),
                                check.path("checked").asText(),
                                check.path("detail").asText()));
            }
        }
    }
}
