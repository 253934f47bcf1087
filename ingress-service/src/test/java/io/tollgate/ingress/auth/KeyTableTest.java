package io.tollgate.ingress.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.account.KeyStatus;
import io.tollgate.ingress.stack.Keys;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeyTableTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final KeyTable table = new KeyTable();

    @Test
    void shouldKeepTheNewestVersionWhateverTheOrder() {
        table.offer(Keys.version(2, KeyStatus.REVOKED));
        table.offer(Keys.version(1, KeyStatus.ACTIVE));
        assertThat(table.key("hash")).map(KeyStated::status).contains(KeyStatus.REVOKED);

        table.offer(Keys.version(3, KeyStatus.ACTIVE));
        assertThat(table.key("hash")).map(KeyStated::version).contains(3L);

        table.forget("hash");
        assertThat(table.key("hash")).isEmpty();
    }

    @Test
    void shouldBeTrustedOnlyAsLongAsTheLedgerIsHeard() {
        Duration limit = Duration.ofSeconds(15);
        assertThat(table.fresh(NOW, limit)).isFalse();

        table.heartbeat(NOW);
        table.heartbeat(NOW.minusSeconds(60));
        assertThat(table.fresh(NOW.plusSeconds(15), limit)).isTrue();
        assertThat(table.fresh(NOW.plusSeconds(15).plusMillis(1), limit)).isFalse();
    }
}
