package io.tollgate.livestate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedClockIT {

    private final LiveRedis redis = new LiveRedis();

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void shouldGoByRedisWhateverTheMachineSays() {
        for (String skew : new String[] {"PT5M", "-PT5M", "-PT1H"}) {
            // Given
            SharedClock clock = wrongBy(Duration.parse(skew));
            assertThat(Duration.between(Instant.now(), clock.instant()))
                    .isCloseTo(Duration.parse(skew), Duration.ofSeconds(10));
            // When
            LiveRedis.await(clock.look());
            // Then
            assertThat(Duration.between(Instant.now(), clock.instant()))
                    .isLessThan(Duration.ofSeconds(5))
                    .isGreaterThan(Duration.ofSeconds(-5));
        }
    }

    @Test
    void shouldLeaveADifferenceThatNobodyNotices() {
        // Given
        Instant start = Instant.now();
        SharedClock clock = wrongBy(Duration.ZERO);
        Duration before = Duration.between(start, clock.instant());
        // When
        LiveRedis.await(clock.look());
        Instant first = clock.instant();
        Instant second = clock.instant();
        // Then
        assertThat(before).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(first).isAfterOrEqualTo(start);
        assertThat(second).isAfterOrEqualTo(first);
    }

    @Test
    void shouldGoOnWithoutRedis() {
        // Given
        SharedClock clock = new SharedClock(
                RedisConnections.credit(
                        redis.client,
                        URI.create("redis://127.0.0.1:1"),
                        Duration.ofSeconds(1),
                        LiveRedis.LEASE,
                        LiveRedis.UNCONFIRMED),
                Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)));
        // When
        assertThatThrownBy(() -> LiveRedis.await(clock.look())).hasRootCauseInstanceOf(java.io.IOException.class);
        // Then
        assertThat(clock.instant()).isAfter(Instant.now().plus(Duration.ofMinutes(4)));
    }

    @Test
    void shouldNotFollowAMachineThatIsSetBack() {
        // Given
        SharedClock clock =
                new SharedClock(redis.credit, Clock.fixed(Instant.parse("2026-03-31T23:59:59.999Z"), ZoneOffset.UTC));
        // When
        Instant first = clock.instant();
        Instant second = clock.instant();
        // Then
        assertThat(second).isAfter(first);
    }

    private SharedClock wrongBy(Duration skew) {
        return new SharedClock(redis.credit, Clock.offset(Clock.systemUTC(), skew));
    }
}
