package io.tollgate.dialects.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTokensTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "hello world, this is text", "Grüße", "日本語のテキスト", "\uD83D\uDE00\uD83D\uDE00"})
    void shouldBoundByTheBytesAndEstimateBelow(String text) {
        assertThat(TextTokens.bound(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        assertThat(TextTokens.estimate(text)).isLessThanOrEqualTo(TextTokens.bound(text));
    }
}
