package io.tollgate.dialects.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasoningWishTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{} | UNSAID | - | - | false",
                "{\"reasoning\":{}} | UNSAID | - | - | false",
                "{\"reasoning\":{\"enabled\":true}} | ON | - | - | false",
                "{\"reasoning\":{\"effort\":\"high\",\"exclude\":true}} | ON | high | - | true",
                "{\"reasoning\":{\"max_tokens\":2000}} | ON | - | 2000 | false",
                "{\"reasoning_effort\":\"low\"} | ON | low | - | false",
                "{\"reasoning_effort\":\"low\",\"reasoning\":{\"effort\":\"high\"}} | ON | high | - | false",
                "{\"reasoning\":{\"effort\":\"none\"}} | OFF | - | - | false",
                "{\"reasoning\":{\"enabled\":false,\"effort\":\"high\"}} | OFF | - | - | false",
                "{\"reasoning\":{\"max_tokens\":0}} | OFF | - | - | false",
                "{\"include_reasoning\":true} | ON | - | - | false",
                "{\"include_reasoning\":false} | UNSAID | - | - | true"
            })
    void shouldReadAllThreeForms(String chat, ReasoningWish.State state, String effort, Long maxTokens, boolean exclude)
            throws IOException {
        assertThat(ReasoningWish.of((ObjectNode) WireJson.mapper().readTree(chat)))
                .isEqualTo(new ReasoningWish(state, effort, maxTokens, exclude));
    }
}
