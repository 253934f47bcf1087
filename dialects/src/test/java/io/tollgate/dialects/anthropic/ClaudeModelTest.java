package io.tollgate.dialects.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaudeModelTest {

    @ParameterizedTest
    @CsvSource({
        "claude-3-haiku-20240307, haiku, 300",
        "claude-3-5-sonnet-20241022, sonnet, 305",
        "claude-3-7-sonnet-latest, sonnet, 307",
        "claude-opus-4-20250514, opus, 400",
        "claude-opus-4@20250514, opus, 400",
        "claude-opus-4-1-20250805, opus, 401",
        "claude-sonnet-4-5, sonnet, 405",
        "claude-sonnet-4-5-20250929, sonnet, 405",
        "anthropic.claude-opus-4-7, opus, 407",
        "anthropic/claude-opus-4.8, opus, 408",
        "claude-opus-5, opus, 500",
        "claude-opus-5-5-fast, opus, 505",
        "claude-fable-5-1@default, fable, 501",
        "thinkingmachines/Inkling, '', 0"
    })
    void shouldTellTheGenerationFromTheName(String name, String family, int version) {
        assertThat(ClaudeModel.of(name)).isEqualTo(new ClaudeModel(family, version));
    }

    @ParameterizedTest
    @CsvSource({
        // model, sampling, adaptive, budget, unasked, always, forced tools, schema
        "claude-opus-4-20250514, true, false, true, false, false, true, false",
        "claude-haiku-4-5, true, false, true, false, false, true, true",
        "claude-opus-4-6, true, true, true, false, false, true, true",
        "claude-opus-4-7, false, true, false, false, false, true, true",
        "claude-sonnet-5, false, true, false, true, false, true, true",
        "claude-fable-5, false, true, false, true, true, true, true",
        "claude-fable-5-1, false, true, false, true, true, false, true",
        "claude-opus-5-5, false, true, false, true, true, false, true",
        "claude-haiku-5-5, false, true, false, true, false, false, true",
        "thinkingmachines/Inkling, true, false, true, false, false, true, false"
    })
    void shouldKnowWhatEachGenerationAccepts(
            String name,
            boolean sampling,
            boolean adaptive,
            boolean budget,
            boolean unasked,
            boolean always,
            boolean forcedTools,
            boolean schema) {
        // Given
        ClaudeModel model = ClaudeModel.of(name);

        // Then
        assertThat(model.sampling()).as("sampling").isEqualTo(sampling);
        assertThat(model.adaptiveThinking()).as("adaptive").isEqualTo(adaptive);
        assertThat(model.thinkingBudget()).as("budget").isEqualTo(budget);
        assertThat(model.thinksUnasked()).as("unasked").isEqualTo(unasked);
        assertThat(model.alwaysThinks()).as("always").isEqualTo(always);
        assertThat(model.forcedTools()).as("forced tools").isEqualTo(forcedTools);
        assertThat(model.structuredOutput()).as("schema").isEqualTo(schema);
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-5, xhigh, high",
        "claude-opus-4-6, xhigh, high",
        "claude-opus-4-6, max, max",
        "claude-opus-4-7, xhigh, xhigh",
        "claude-opus-4-7, minimal, low",
        "claude-opus-4-7, unheard-of, medium"
    })
    void shouldTakeTheNearestEffortThatTheModelKnows(String name, String wanted, String level) {
        assertThat(ClaudeModel.of(name).effortLevel(wanted)).isEqualTo(level);
    }
}
