package io.tollgate.contracts.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpendWindowTest {

    private static final Instant NEW_YEAR = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void shouldNameTheWindow() {
        assertThat(SpendWindow.of(false, "daily", NEW_YEAR)).isEmpty();
        assertThat(SpendWindow.of(true, null, NEW_YEAR)).isEqualTo("total");
        assertThat(SpendWindow.of(true, "daily", NEW_YEAR)).isEqualTo("daily:2027-01-01");
        assertThat(SpendWindow.of(true, "weekly", NEW_YEAR)).isEqualTo("weekly:2026-W53");
        assertThat(SpendWindow.of(true, "monthly", NEW_YEAR.minusNanos(1))).isEqualTo("monthly:2026-12");
    }

    @Test
    void shouldRefuseAnUnknownReset() {
        assertThatThrownBy(() -> SpendWindow.of(true, "hourly", NEW_YEAR)).isInstanceOf(IllegalArgumentException.class);
    }
}
