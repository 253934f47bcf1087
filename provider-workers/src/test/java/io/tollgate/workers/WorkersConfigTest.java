package io.tollgate.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WorkersConfigTest {

    private static final String PREFIX = "tollgate.workers.";

    @Test
    void shouldHaveDefaultsForAllButItsName() {
        WorkersConfig config = config(Map.of());

        assertThat(config.id()).isEqualTo("w");
        assertThat(config.maxInFlight()).isEqualTo(1024);
        assertThat(config.maxParked()).isEqualTo(512);
        assertThat(config.maxAttempts()).isEqualTo(5);
        assertThat(config.shutdownGrace()).isEqualTo(Duration.ofSeconds(30));
        assertThat(pool(config, "any").concurrency()).isEqualTo(256);
        assertThat(pool(config, "any").queue()).isEqualTo(256);
        assertThat(pool(config, "any").maxWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.timeouts().connect()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.timeouts().firstToken()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.timeouts().idle()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.timeouts().total()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.timeouts().afterComplete()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.reply().maxEvent().asLongValue()).isEqualTo(1 << 20);
        assertThat(config.reply().maxMediaEvent().asLongValue()).isEqualTo(8 << 20);
        assertThat(config.reply().maxAnswer().asLongValue()).isEqualTo(32 << 20);
        assertThat(config.reply().maxErrorBody().asLongValue()).isEqualTo(64 << 10);
        assertThat(config.frames().minPace()).isEqualTo(Duration.ofMillis(25));
        assertThat(config.frames().maxPace()).isEqualTo(Duration.ofMillis(40));
        assertThat(config.frames().flushAt().asLongValue()).isEqualTo(2 << 10);
        assertThat(config.frames().maxFrame().asLongValue()).isEqualTo(256 << 10);
        assertThat(config.frames().pauseAt().asLongValue()).isEqualTo(64 << 10);
        assertThat(config.frames().giveUpAfter()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.budget().wholeAnswerTokens()).isEqualTo(32_768);
        assertThat(config.budget().giveUpAfter()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.budget().announceWithin()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.recovery().renewEvery()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(config.recovery().checkEvery()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.recovery().batch()).isEqualTo(64);
        assertThat(config.recovery().readTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.orphans().checkEvery()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.orphans().batch()).isEqualTo(128);
        assertThat(config.readers().checkEvery()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldLimitEachProviderByItself() {
        WorkersConfig config =
                config(Map.of("pools.groq.concurrency", "3", "pools.groq.queue", "0", "pools.groq.max-wait", "1s"));

        assertThat(pool(config, "groq").concurrency()).isEqualTo(3);
        assertThat(pool(config, "groq").queue()).isZero();
        assertThat(pool(config, "groq").maxWait()).isEqualTo(Duration.ofSeconds(1));
        assertThat(pool(config, "openai").concurrency()).isEqualTo(256);
    }

    private static WorkersConfig.PoolConfig pool(WorkersConfig config, String provider) {
        return Objects.requireNonNull(config.pools().get(provider));
    }

    private static WorkersConfig config(Map<String, String> settings) {
        Map<String, String> named = new HashMap<>(Map.of(PREFIX + "id", "w"));
        settings.forEach((name, value) -> named.put(PREFIX + name, value));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(WorkersConfig.class)
                .withSources(new PropertiesConfigSource(named, "test", 100))
                .build()
                .getConfigMapping(WorkersConfig.class);
    }
}
