package io.tollgate.ingress.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.ingress.http.ApiException;
import io.tollgate.ingress.idempotency.KeyUseRule.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeysTest {

    @Test
    void shouldReadOneKey() {
        assertThat(IdempotencyKeys.of(List.of())).isEmpty();
        assertThat(IdempotencyKeys.of(List.of(" k-1~! "))).contains("k-1~!");
        assertThat(IdempotencyKeys.of(List.of("k", "k"))).contains("k");
        assertThat(IdempotencyKeys.of(List.of("x".repeat(255)))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "\u00e4", "\u007f", "a\u0000"})
    void shouldRefuseWhatIsNoKey(String value) {
        assertThatThrownBy(() -> IdempotencyKeys.of(List.of(value))).isInstanceOf(ApiException.class);
    }

    @Test
    void shouldRefuseKeysThatAreTooLongOrSeveral() {
        assertThatThrownBy(() -> IdempotencyKeys.of(List.of("x".repeat(256)))).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> IdempotencyKeys.of(List.of("a", "b"))).isInstanceOf(ApiException.class);
    }

    @Test
    void shouldTellWhatARepeatMeans() {
        KeyUse use = use("body");
        assertThat(KeyUseRule.judge(use, entry(use, true, false))).isEqualTo(Verdict.ATTACH);
        assertThat(KeyUseRule.judge(use, entry(use, true, true))).isEqualTo(Verdict.ATTACH);
        assertThat(KeyUseRule.judge(use, entry(use, false, false))).isEqualTo(Verdict.WAIT);
        assertThat(KeyUseRule.judge(use, entry(use, false, true))).isEqualTo(Verdict.DOUBT);
        for (boolean accepted : new boolean[] {true, false}) {
            assertThat(KeyUseRule.judge(use, entry(use("body "), accepted, true)))
                    .isEqualTo(Verdict.OTHER_BODY);
        }
    }

    private static KeyUse use(String body) {
        return KeyUse.of("acct-1", "key", body.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyEntry entry(KeyUse use, boolean accepted, boolean overdue) {
        return new KeyEntry(use.bodyHash(), "gen-1", accepted, overdue);
    }
}
