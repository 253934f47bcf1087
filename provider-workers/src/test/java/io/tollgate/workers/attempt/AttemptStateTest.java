package io.tollgate.workers.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptStateTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void shouldGoFromWaitingToItsEnd() {
        AttemptState.Calling calling = new AttemptState.Waiting().called(NOW);
        AttemptState answering = AttemptState.firstOutput(calling, NOW.plusSeconds(1));

        assertThat(answering).isEqualTo(new AttemptState.Answering(NOW, NOW.plusSeconds(1)));
        assertThat(AttemptState.end(answering)).isEqualTo(new AttemptState.Ended());
    }

    @Test
    void shouldRefuseStepsThatDoNotExist() {
        AttemptState waiting = new AttemptState.Waiting();
        AttemptState ended = new AttemptState.Ended();

        assertThatThrownBy(() -> AttemptState.firstOutput(waiting, NOW)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> AttemptState.firstOutput(ended, NOW)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> AttemptState.end(ended)).isInstanceOf(IllegalStateException.class);
    }
}
