package io.tollgate.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.api.Test;

class MachineClockTest {

    @Test
    void shouldTellTheMachinesTimeUnlessItIsToBeWrong() {
        assertThat(MachineClock.skewed(null)).isEqualTo(Clock.systemUTC());
    }

    @Test
    void shouldBeWrongByTheStatedTime() {
        Instant before = Instant.now();
        Instant wrong = MachineClock.skewed("-PT1H").instant();
        assertThat(wrong.plus(Duration.ofHours(1))).isBetween(before, Instant.now());
    }

    @Test
    void shouldRefuseWhatIsNoDuration() {
        assertThatThrownBy(() -> MachineClock.skewed("5 minutes")).isInstanceOf(DateTimeParseException.class);
    }
}
