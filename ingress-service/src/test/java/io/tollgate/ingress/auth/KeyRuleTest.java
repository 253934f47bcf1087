package io.tollgate.ingress.auth;

import static io.tollgate.ingress.auth.KeyRule.Verdict.ACCEPTED;
import static io.tollgate.ingress.auth.KeyRule.Verdict.ACCOUNT_REFUSED;
import static io.tollgate.ingress.auth.KeyRule.Verdict.KEY_REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.account.AccountStated;
import io.tollgate.contracts.account.KeyStatus;
import io.tollgate.ingress.stack.Keys;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyRuleTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final AccountStated OPEN = new AccountStated("acct-1", "a", "cell-1", true, 1, NOW);
    private static final AccountStated CLOSED = new AccountStated("acct-1", "a", "cell-1", false, 1, NOW);

    @Test
    void shouldAcceptAnActiveKeyOfAnOpenAccount() {
        assertThat(KeyRule.judge(Keys.plain(), OPEN, NOW)).isEqualTo(ACCEPTED);
        assertThat(KeyRule.judge(Keys.with(KeyStatus.ACTIVE, NOW.plusMillis(1)), OPEN, NOW))
                .isEqualTo(ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource(value = KeyStatus.class, names = "ACTIVE", mode = EnumSource.Mode.EXCLUDE)
    void shouldRefuseAKeyThatIsNotActive(KeyStatus status) {
        assertThat(KeyRule.judge(Keys.with(status, null), OPEN, NOW)).isEqualTo(KEY_REFUSED);
        assertThat(KeyRule.judge(Keys.with(status, null), CLOSED, NOW)).isEqualTo(KEY_REFUSED);
    }

    @Test
    void shouldRefuseAKeyFromTheInstantOfItsExpiry() {
        assertThat(KeyRule.judge(Keys.with(KeyStatus.ACTIVE, NOW), OPEN, NOW)).isEqualTo(KEY_REFUSED);
        assertThat(KeyRule.judge(Keys.with(KeyStatus.ACTIVE, NOW.minusSeconds(1)), OPEN, NOW))
                .isEqualTo(KEY_REFUSED);
    }

    @Test
    void shouldRefuseAnAccountThatIsSwitchedOff() {
        assertThat(KeyRule.judge(Keys.plain(), CLOSED, NOW)).isEqualTo(ACCOUNT_REFUSED);
    }
}
