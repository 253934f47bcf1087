package io.tollgate.livestate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisConfigTest {

    @Test
    void shouldHaveDefaults() {
        RedisConfig config = config(Map.of());
        assertThat(config.creditUri()).isEqualTo(URI.create("redis://127.0.0.1:6379"));
        assertThat(config.framesUri()).isEqualTo(URI.create("redis://127.0.0.1:6380"));
        assertThat(config.commandTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.requestQueueSize()).isEqualTo(20_000);
        assertThat(config.leaseTtl()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.unconfirmed()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.replyBytes().asLongValue()).isEqualTo(8L << 20);
        assertThat(config.replyTtl()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void shouldReadNames() {
        RedisConfig config = config(Map.of(
                "tollgate.redis.credit-uri", "redis://127.0.0.1:1",
                "tollgate.redis.frames-uri", "redis://127.0.0.1:2",
                "tollgate.redis.command-timeout", "3s",
                "tollgate.redis.request-queue-size", "4",
                "tollgate.redis.lease-ttl", "5ms",
                "tollgate.redis.unconfirmed", "8ms",
                "tollgate.redis.reply-bytes", "6K",
                "tollgate.redis.reply-ttl", "7m"));
        assertThat(config.creditUri()).isEqualTo(URI.create("redis://127.0.0.1:1"));
        assertThat(config.framesUri()).isEqualTo(URI.create("redis://127.0.0.1:2"));
        assertThat(config.commandTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.requestQueueSize()).isEqualTo(4);
        assertThat(config.leaseTtl()).isEqualTo(Duration.ofMillis(5));
        assertThat(config.unconfirmed()).isEqualTo(Duration.ofMillis(8));
        assertThat(config.replyBytes().asLongValue()).isEqualTo(6 << 10);
        assertThat(config.replyTtl()).isEqualTo(Duration.ofMinutes(7));
    }

    private static RedisConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withMapping(RedisConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(RedisConfig.class);
    }
}
