package io.tollgate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LedgerConfigTest {

    private static final String PREFIX = "tollgate.ledger.";
    private static final Map<String, String> SECRETS =
            Map.of(PREFIX + "keys-pepper", "pepper", PREFIX + "internal-secret", "secret");

    @Test
    void shouldHaveDefaultsForAllButSecrets() {
        // When
        LedgerConfig config = read(SECRETS);
        // Then
        assertThat(config.cell()).isEqualTo("local");
        assertThat(config.generationWait()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.booking().clock()).isEqualTo(BookingConfig.Clock.DATABASE);
        assertThat(config.booking().allowReplay()).isFalse();
        assertThat(config.retry().firstPause()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.retry().longestPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.retry().triesBeforeQuarantine()).isEqualTo(3);
        assertThat(config.outbox().poll()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.outbox().batch()).isEqualTo(500);
        assertThat(config.outbox().heartbeat()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.outbox().stuckAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.balance().poll()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.balance().batch()).isEqualTo(200);
        assertThat(config.balance().concurrency()).isEqualTo(16);
        assertThat(config.balance().epochCheck()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.balance().publishTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.balance().catchUp()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.audit().recompute()).isEqualTo(200_000);
        assertThat(config.audit().grace()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.audit().accounts()).isEqualTo(1000);
        assertThat(config.audit().closedMonths()).isEqualTo(12);
        assertThat(config.invoices().linesACall()).isEqualTo(5000);
        assertThat(config.invoices().openItems()).isEqualTo(1000);
        assertThat(config.payments().tolerance()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.payments().largest()).isEqualTo(1_000_000);
        assertThat(config.payments().unassignedAlarm()).isEqualTo(Duration.ofDays(7));
        assertThat(config.payments().stripe().secrets()).isEmpty();
        assertThat(config.payments().adapters()).isEmpty();
        assertThat(config.payments().rates()).isEmpty();
        assertThat(config.vouchers().attemptsPerMinute()).isEqualTo(10);
        assertThat(config.vouchers().largestBatch()).isEqualTo(1000);
        assertThat(config.corrections().poll()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.corrections().stuckAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(config.rerating().page()).isEqualTo(1000);
    }

    @Test
    void shouldReadSettingsByTheirNames() {
        // When
        LedgerConfig config = read(Map.ofEntries(
                Map.entry(PREFIX + "keys-pepper", "p"),
                Map.entry(PREFIX + "internal-secret", "s"),
                Map.entry(PREFIX + "cell", "eu"),
                Map.entry(PREFIX + "generation-wait", "2s"),
                Map.entry(PREFIX + "booking.clock", "event-time"),
                Map.entry(PREFIX + "booking.allow-replay", "true"),
                Map.entry(PREFIX + "retry.first-pause", "1s"),
                Map.entry(PREFIX + "outbox.heartbeat", "3s"),
                Map.entry(PREFIX + "balance.publish-timeout", "7s"),
                Map.entry(PREFIX + "balance.epoch-check", "5s"),
                Map.entry(PREFIX + "invoices.lines-a-call", "7"),
                Map.entry(PREFIX + "audit.recompute", "6")));
        // Then
        assertThat(config.keysPepper()).isEqualTo("p");
        assertThat(config.internalSecret()).isEqualTo("s");
        assertThat(config.cell()).isEqualTo("eu");
        assertThat(config.generationWait()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.booking().clock()).isEqualTo(BookingConfig.Clock.EVENT_TIME);
        assertThat(config.booking().allowReplay()).isTrue();
        assertThat(config.retry().firstPause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.outbox().heartbeat()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.balance().publishTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.balance().epochCheck()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.audit().recompute()).isEqualTo(6);
        assertThat(config.invoices().linesACall()).isEqualTo(7);
    }

    @Test
    void shouldReadWhatPaymentsNeed() {
        // When
        LedgerConfig config = read(Map.of(
                PREFIX + "keys-pepper", "p",
                PREFIX + "internal-secret", "s",
                PREFIX + "payments.stripe.secrets", "old,new",
                PREFIX + "payments.adapters.wallet.secrets", "w",
                PREFIX + "payments.rates.eur.usd", "1.085",
                PREFIX + "payments.rates.jpy.usd", "0.0064",
                PREFIX + "payments.rates.jpy.minor-digits", "0"));
        // Then
        assertThat(config.payments().stripe().secrets()).contains(List.of("old", "new"));
        assertThat(config.payments().adapters()).containsOnlyKeys("wallet");
        assertThat(Objects.requireNonNull(config.payments().adapters().get("wallet"))
                        .secrets())
                .containsExactly("w");
        LedgerConfig.Rate euro =
                Objects.requireNonNull(config.payments().rates().get("eur"));
        assertThat(euro.usd()).isEqualByComparingTo("1.085");
        assertThat(euro.minorDigits()).isEqualTo(2);
        assertThat(Objects.requireNonNull(config.payments().rates().get("jpy")).minorDigits())
                .isZero();
    }

    private static LedgerConfig read(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(LedgerConfig.class)
                .withDefaultValues(settings)
                .withConverter(Duration.class, 100, new DurationConverter())
                .build();
        return config.getConfigMapping(LedgerConfig.class);
    }
}
