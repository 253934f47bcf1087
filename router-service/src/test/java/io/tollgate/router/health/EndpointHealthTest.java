package io.tollgate.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.attempt.AttemptFinished;
import io.tollgate.contracts.usage.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndpointHealthTest {

    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private final EndpointHealth health = new EndpointHealth(Duration.ofSeconds(30));

    @Test
    void shouldBeOutForTheWindowAfterAFailure() {
        health.heard(attempt(Outcome.FAILED, 503, NOW, null));

        assertThat(health.isOut("a/b@c", NOW.plusSeconds(29))).isTrue();
        assertThat(health.isOut("a/b@c", NOW.plusSeconds(30))).isFalse();
        assertThat(health.isOut("a/b@other", NOW)).isFalse();
    }

    @Test
    void shouldBeBackOnceItAnswered() {
        health.heard(attempt(Outcome.INTERRUPTED, null, NOW, null));
        health.heard(attempt(Outcome.COMPLETED, 200, NOW.plusSeconds(1), 50.0));

        assertThat(health.isOut("a/b@c", NOW.plusSeconds(2))).isFalse();
    }

    @Test
    void shouldNotBlameTheProviderForTheRequest() {
        health.heard(attempt(Outcome.FAILED, 400, NOW, null));
        health.heard(attempt(Outcome.FAILED, 429, NOW, null));
        health.heard(attempt(Outcome.CANCELLED, 200, NOW, null));

        assertThat(health.isOut("a/b@c", NOW)).isFalse();
    }

    @Test
    void shouldAverageSpeed() {
        health.heard(attempt(Outcome.COMPLETED, 200, NOW, 100.0));
        health.heard(attempt(Outcome.COMPLETED, 200, NOW, 50.0));
        health.heard(attempt(Outcome.FAILED, 500, NOW, null));

        assertThat(health.tokensPerSecond("a/b@c").orElseThrow()).isEqualTo(90.0);
        assertThat(health.tokensPerSecond("a/b@other")).isEmpty();
        assertThat(health.timeToFirstTokenMillis("a/b@c")).isEmpty();
    }

    private static AttemptFinished attempt(
            Outcome outcome, @Nullable Integer status, Instant at, @Nullable Double speed) {
        String request = Ids.newRequestId();
        return new AttemptFinished(
                Ids.attemptId(request, 1),
                request,
                1,
                "acct",
                "a/b@c",
                "a/b",
                "c",
                outcome,
                status,
                null,
                null,
                speed,
                at);
    }
}
