package io.tollgate.dialects.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiModelTest {

    @ParameterizedTest
    @CsvSource({
        "gemini-2.0-flash, 200, false, false",
        "gemini-2.5-flash, 205, true, false",
        "models/gemini-2.5-pro, 205, true, false",
        "gemini-3-flash-preview, 300, false, true",
        "gemini-3.1-pro-preview-customtools, 301, false, true",
        "gemini-4-argon, 400, false, true",
        "gemini-robotics-er-2-preview, 0, false, false",
        "gemma-4-31b-it, 0, false, false"
    })
    void shouldTellTheGenerationFromTheName(String name, int version, boolean budget, boolean level) {
        // Given
        GeminiModel model = GeminiModel.of(name);

        // Then
        assertThat(model.version()).isEqualTo(version);
        assertThat(model.thinkingBudget()).as("budget").isEqualTo(budget);
        assertThat(model.thinkingLevel()).as("level").isEqualTo(level);
    }
}
