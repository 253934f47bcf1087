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

    @Test
    void shouldSayWhatADialectHasNoWordsFor() {
        assertThat(Dialects.unsupportedParameters("openai-chat")).isEmpty();
        assertThat(Dialects.unsupportedParameters("anthropic-messages"))
                .contains("n", "logprobs", "seed", "logit_bias");
        assertThat(Dialects.unsupportedParameters("gemini-generate-content")).contains("logit_bias");
        assertThat(Dialects.unsupportedParameters("cohere")).isEmpty();
        assertThat(Dialects.unsupportedParameters().keySet()).isEqualTo(Dialects.names());
    }
}
