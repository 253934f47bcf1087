package io.tollgate.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DialectsTest {

    @Test
    void shouldKnowEachDialectByItsName() {
        assertThat(Dialects.names())
                .containsExactlyInAnyOrder("openai-chat", "anthropic-messages", "gemini-generate-content");
        Dialects.names()
                .forEach(name ->
                        assertThat(Dialects.byName(name).orElseThrow().name()).isEqualTo(name));
        assertThat(Dialects.byName("cohere")).isEmpty();
    }
}
