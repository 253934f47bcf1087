package io.tollgate.workers.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallClockTest {

    private static final CallClock.Limits LIMITS = new CallClock.Limits(100, 50, 1_000);

    private final CallClock clock = new CallClock(LIMITS, 0);

    @Test
    void shouldLimitTheTimeToTheFirstOutputWhateverElseComes() {
        clock.piece(90);

        assertThat(clock.nextCheck(99)).hasValue(100);
        assertThat(clock.nextCheck(100)).isEmpty();
        assertThat(clock.reached()).isEqualTo(CallClock.Late.FIRST_TOKEN);
    }

    @Test
    void shouldLimitTheSilenceBetweenPieces() {
        clock.firstOutput();
        clock.piece(90);

        assertThat(clock.nextCheck(100)).hasValue(140);
        assertThat(clock.nextCheck(140)).isEmpty();
        assertThat(clock.reached()).isEqualTo(CallClock.Late.IDLE);
    }

    @Test
    void shouldNotBlameTheProviderWhileItIsHeldBack() {
        clock.firstOutput();
        clock.hold();
        assertThat(clock.nextCheck(500)).hasValue(1_000);

        clock.resume(500);
        assertThat(clock.nextCheck(500)).hasValue(550);
    }

    @Test
    void shouldLimitTheWhole() {
        clock.firstOutput();
        clock.piece(990);

        assertThat(clock.nextCheck(1_000)).isEmpty();
        assertThat(clock.reached()).isEqualTo(CallClock.Late.TOTAL);
    }

    @Test
    void shouldReadWhenToTryAgain() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(CallFailures.parseRetryAfter("7", now)).isEqualTo(7);
        assertThat(CallFailures.parseRetryAfter("Thu, 01 Jan 2026 00:00:30 GMT", now))
                .isEqualTo(30);
        assertThat(CallFailures.parseRetryAfter("99999999", now)).isEqualTo(3_600);
        assertThat(CallFailures.parseRetryAfter("soon", now)).isNull();
        assertThat(CallFailures.parseRetryAfter(null, now)).isNull();
    }
}
