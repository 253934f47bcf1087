package io.tollgate.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeteringConfigTest {

    @Test
    void shouldHaveItsDefaults() {
        MeteringConfig config = read(Map.of("tollgate.metering.internal-secret", "secret"));

        assertThat(config.internalSecret()).isEqualTo("secret");
        assertThat(config.grace()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.retry().firstPause()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.retry().longestPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.retention().attempts()).isEqualTo(Duration.ofDays(100));
        assertThat(config.retention().minutes()).isEqualTo(Duration.ofDays(35));
        assertThat(config.retention().batch()).isEqualTo(10_000);
        assertThat(config.retention().every()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void shouldReadEachName() {
        MeteringConfig config = read(Map.of(
                "tollgate.metering.internal-secret", "secret",
                "tollgate.metering.grace", "5s",
                "tollgate.metering.retry.first-pause", "1s",
                "tollgate.metering.retry.longest-pause", "2s",
                "tollgate.metering.retention.attempts", "3d",
                "tollgate.metering.retention.minutes", "4d",
                "tollgate.metering.retention.batch", "7",
                "tollgate.metering.retention.every", "6s"));

        assertThat(config.grace()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.retry().firstPause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.retry().longestPause()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.retention().attempts()).isEqualTo(Duration.ofDays(3));
        assertThat(config.retention().minutes()).isEqualTo(Duration.ofDays(4));
        assertThat(config.retention().batch()).isEqualTo(7);
        assertThat(config.retention().every()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void shouldRequireTheSecret() {
        assertThatThrownBy(() -> read(Map.of())).hasMessageContaining("tollgate.metering.internal-secret");
    }

    private static MeteringConfig read(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(MeteringConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(MeteringConfig.class);
    }
}
