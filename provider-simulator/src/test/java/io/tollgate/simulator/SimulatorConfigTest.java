package io.tollgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatorConfigTest {

    @Test
    void shouldHaveItsDefaults() {
        SimulatorConfig config = read(Map.of());

        assertThat(config.seed()).isEqualTo(42);
        assertThat(config.recordFile()).isEqualTo(Path.of(".tollgate/run/simulator-calls.jsonl"));
        assertThat(config.recordBacklog()).isEqualTo(65_536);
        assertThat(config.timeToFirstToken()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.tokensPerSecond()).isEqualTo(50);
        assertThat(config.shortestAnswerTokens()).isEqualTo(24);
        assertThat(config.longestAnswerTokens()).isEqualTo(160);
        assertThat(config.maxAnswerTokens()).isEqualTo(32_768);
        assertThat(config.maxBody().asLongValue()).isEqualTo(40L << 20);
        assertThat(config.maxKeptBody().asLongValue()).isEqualTo(8L << 20);
        assertThat(config.maxCalls()).isEqualTo(4096);
        assertThat(config.strictProviders())
                .containsExactlyInAnyOrder("openai", "azure", "groq", "mistral", "cerebras");
    }

    @Test
    void shouldReadEachName() {
        SimulatorConfig config = read(Map.of(
                "tollgate.simulator.seed", "7",
                "tollgate.simulator.record-file", "calls",
                "tollgate.simulator.record-backlog", "8",
                "tollgate.simulator.time-to-first-token", "1s",
                "tollgate.simulator.tokens-per-second", "0",
                "tollgate.simulator.max-body", "1M"));

        assertThat(config.seed()).isEqualTo(7);
        assertThat(config.recordFile()).isEqualTo(Path.of("calls"));
        assertThat(config.recordBacklog()).isEqualTo(8);
        assertThat(config.timeToFirstToken()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.tokensPerSecond()).isZero();
        assertThat(config.maxBody().asLongValue()).isEqualTo(1L << 20);
    }

    private static SimulatorConfig read(Map<String, String> values) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SimulatorConfig.class)
                .withDefaultValues(values)
                .build();
        return config.getConfigMapping(SimulatorConfig.class);
    }
}
