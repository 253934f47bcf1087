package io.tollgate.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngressConfigTest {

    private static final Map<String, String> SECRETS = Map.of(
            "tollgate.ingress.secrets.pepper", "p",
            "tollgate.ingress.secrets.internal", "i",
            "tollgate.ingress.secrets.operator-key", "o");

    private static IngressConfig config() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withMapping(IngressConfig.class)
                .withSources(new PropertiesConfigSource(SECRETS, "test", 100))
                .build();
        return config.getConfigMapping(IngressConfig.class);
    }

    @Test
    void shouldHaveTheDefaultsThatTheReadmeStates() {
        IngressConfig config = config();

        assertThat(config.secrets().pepper()).isEqualTo("p");
        assertThat(config.secrets().internal()).isEqualTo("i");
        assertThat(config.secrets().operatorKey()).isEqualTo("o");
        assertThat(config.http().maxBody().asLongValue()).isEqualTo(32L << 20);
        assertThat(config.http().maxSmallBody().asLongValue()).isEqualTo(1L << 20);
        assertThat(config.http().bodyMemory().asLongValue()).isEqualTo(64L << 20);
        assertThat(config.http().bodyStall()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.http().bodyTime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.http().maxInFlight()).isEqualTo(1_000);
        assertThat(config.http().maxWebhooks()).isEqualTo(32);
        assertThat(config.auth().heartbeatLimit()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.auth().lookupTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.auth().maxLookups()).isEqualTo(32);
        assertThat(config.auth().unknownFor()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.auth().maxUnknown()).isEqualTo(10_000);
        assertThat(config.admission().feeBasisPoints()).isEqualTo(500);
        assertThat(config.admission().sliceTokens()).isEqualTo(1_024);
        assertThat(config.admission().deadline()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.admission().publishTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.admission().busSilence()).isEqualTo(Duration.ofMillis(800));
        assertThat(config.admission().closeRetry()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.shutdown().acceptFor()).isEqualTo(Duration.ZERO);
        assertThat(config.shutdown().finishWithin()).isEqualTo(Duration.ofSeconds(25));
        assertThat(config.reply().firstFrame()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.reply().keepAlive()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.reply().poll()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.reply().afterDeadline()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.reply().cancelGrace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.reply().stall()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.reply().writeBuffer().asLongValue()).isEqualTo(256L << 10);
        assertThat(config.idempotency().keep()).isEqualTo(Duration.ofHours(24));
        assertThat(config.idempotency().acceptance()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.idempotency().poll()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.idempotency().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.idempotency().purgeEvery()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.owners().ledger()).isEqualTo(URI.create("http://127.0.0.1:8084"));
        assertThat(config.owners().metering()).isEqualTo(URI.create("http://127.0.0.1:8083"));
        assertThat(config.owners().router()).isEqualTo(URI.create("http://127.0.0.1:8081"));
        assertThat(config.owners().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.owners().maxAnswer().asLongValue()).isEqualTo(16L << 20);
        assertThat(config.owners().connections()).isEqualTo(64);
    }
}
