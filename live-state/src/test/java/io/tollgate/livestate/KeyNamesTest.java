package io.tollgate.livestate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyNamesTest {

    @Test
    void shouldKeepAllOfAnAccountTogether() {
        assertThat(KeyNames.credit("acme")).isEqualTo("{acme}:credit");
        assertThat(KeyNames.holds("acme")).isEqualTo("{acme}:holds");
        assertThat(KeyNames.running("acme")).isEqualTo("{acme}:running");
        assertThat(KeyNames.spend("acme", "k1", "monthly:2026-11")).isEqualTo("{acme}:spend:k1:monthly:2026-11");
        assertThat(KeyNames.lease("acme", "gen-1")).isEqualTo("{acme}:lease:gen-1");
        assertThat(KeyNames.member("acme", "gen-1")).isEqualTo("acme/gen-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a{b", "a}b", "a|b", "a/b"})
    void shouldRefuseNamesThatWouldBreakAKey(String name) {
        assertThatThrownBy(() -> KeyNames.credit(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldKeepSumsForEverOnlyForWindowsThatNeverEnd() {
        assertThat(SpendingWindow.keptSeconds("total")).isZero();
        assertThat(SpendingWindow.keptSeconds("daily:2026-11-22")).isEqualTo(40 * 86_400);
    }
}
