package io.tollgate.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterConfigTest {

    @Test
    void shouldHaveDefaultsForAllButTheSecret() {
        RouterConfig config = config(Map.of("tollgate.router.internal-secret", "s"));

        assertThat(config.internalSecret()).isEqualTo("s");
        assertThat(config.simulatorUrl()).isEqualTo(URI.create("http://127.0.0.1:8090"));
        assertThat(config.liveProviders()).isEmpty();
        assertThat(config.simulate()).isEqualTo(RouterConfig.Simulate.AUTO);
        assertThat(config.catalogueDirectory()).isEmpty();
        assertThat(config.maxStops()).isEqualTo(5);
        assertThat(config.outageWindow()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.concurrency()).isEqualTo(256);
        assertThat(config.retry().firstPause()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.retry().longestPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.outbox().poll()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.outbox().batch()).isEqualTo(200);
        assertThatThrownBy(() -> config(Map.of())).hasMessageContaining("internal-secret");
    }

    @Test
    void shouldReadEveryName() {
        RouterConfig config = config(Map.ofEntries(
                Map.entry("tollgate.router.internal-secret", "s"),
                Map.entry("tollgate.router.simulator-url", "http://127.0.0.1:1"),
                Map.entry("tollgate.router.live-providers", "openai,groq"),
                Map.entry("tollgate.router.simulate", "never"),
                Map.entry("tollgate.router.catalogue-directory", "mine"),
                Map.entry("tollgate.router.max-stops", "2"),
                Map.entry("tollgate.router.outage-window", "5s"),
                Map.entry("tollgate.router.concurrency", "7"),
                Map.entry("tollgate.router.retry.first-pause", "1s"),
                Map.entry("tollgate.router.retry.longest-pause", "2s"),
                Map.entry("tollgate.router.outbox.poll", "3s"),
                Map.entry("tollgate.router.outbox.batch", "4")));

        assertThat(config.simulatorUrl()).isEqualTo(URI.create("http://127.0.0.1:1"));
        assertThat(config.liveProviders().orElseThrow()).containsExactlyInAnyOrder("openai", "groq");
        assertThat(config.simulate()).isEqualTo(RouterConfig.Simulate.NEVER);
        assertThat(config.catalogueDirectory()).contains(Path.of("mine"));
        assertThat(config.maxStops()).isEqualTo(2);
        assertThat(config.outageWindow()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.concurrency()).isEqualTo(7);
        assertThat(config.retry().firstPause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.retry().longestPause()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.outbox().poll()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.outbox().batch()).isEqualTo(4);
    }

    private static RouterConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(RouterConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(RouterConfig.class);
    }
}
