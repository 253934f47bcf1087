package io.tollgate.ledger.posting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BookTimesTest {

    private static final BookTime NOW = BookTime.of(Instant.parse("2026-11-22T10:00:00Z"));
    private static final Instant LAST_OF_YEAR = Instant.parse("2024-12-31T23:59:59.999999999Z");

    @Test
    void shouldBookByTheDatabasesClockWhateverEventsSay() {
        // Given
        BookTimes times = new BookTimes(NOW, false);
        // When, then
        assertThat(times.of(LAST_OF_YEAR)).isEqualTo(NOW);
        assertThat(times.of(null)).isEqualTo(NOW);
        assertThat(NOW.month()).isEqualTo("2026-11");
    }

    @Test
    void shouldBookAReplayInTheUtcMonthsOfItsEvents() {
        // Given
        BookTimes times = new BookTimes(NOW, true);
        // When, then
        assertThat(times.of(LAST_OF_YEAR)).isEqualTo(new BookTime(LAST_OF_YEAR, "2024-12"));
        assertThat(times.of(LAST_OF_YEAR.plusNanos(1)).month()).isEqualTo("2025-01");
        assertThat(times.of(null)).isEqualTo(NOW);
    }
}
