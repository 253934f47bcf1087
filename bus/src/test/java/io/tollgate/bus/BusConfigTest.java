package io.tollgate.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BusConfigTest {

    @Test
    void shouldHaveDefaults() {
        BusConfig config = config(Map.of("quarkus.application.name", "ledger-service"));
        assertThat(config.source()).isEqualTo("ledger-service");
        assertThat(config.inlineBody().asLongValue()).isEqualTo(256 << 10);
        assertThat(config.bodyTtl()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.finishWithin()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldReadNames() {
        BusConfig config = config(Map.of(
                "tollgate.bus.source", "a",
                "tollgate.bus.inline-body", "1K",
                "tollgate.bus.body-ttl", "2m",
                "tollgate.bus.finish-within", "1s"));
        assertThat(config.source()).isEqualTo("a");
        assertThat(config.inlineBody().asLongValue()).isEqualTo(1024);
        assertThat(config.bodyTtl()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.finishWithin()).isEqualTo(Duration.ofSeconds(1));
    }

    static BusConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withMapping(BusConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(BusConfig.class);
    }
}
