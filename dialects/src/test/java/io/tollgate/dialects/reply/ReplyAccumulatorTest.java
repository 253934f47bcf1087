package io.tollgate.dialects.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.dialects.json.WireJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyAccumulatorTest {

    private final ReplyAccumulator accumulator = new ReplyAccumulator();

    private static JsonNode json(String text) throws Exception {
        return WireJson.mapper().readTree(text);
    }

    @Test
    void shouldJoinEachChoiceOnItsOwn() {
        // When
        accumulator.addAll(List.of(
                new ReplyEvent.Began("up-1", null, null),
                new ReplyEvent.Text(1, "b"),
                new ReplyEvent.Text(0, "a"),
                new ReplyEvent.Reasoning(0, "think", null),
                new ReplyEvent.Reasoning(0, "ing", null),
                new ReplyEvent.Text(1, "B"),
                new ReplyEvent.Refusal(0, "no"),
                new ReplyEvent.Finished(1, "length", null)));

        // Then
        assertThat(accumulator.choices()).hasSize(2);
        ReplyChoice first = accumulator.choices().getFirst();
        ReplyChoice second = accumulator.choices().getLast();
        assertThat(first.text()).isEqualTo("a");
        assertThat(first.reasoning()).isEqualTo("thinking");
        assertThat(first.refusal()).isEqualTo("no");
        assertThat(first.finished()).isNull();
        assertThat(second.text()).isEqualTo("bB");
        assertThat(second.finished()).isEqualTo(new ReplyEvent.Finished(1, "length", null));
        assertThat(accumulator.hasOutput()).isTrue();
        assertThat(accumulator.allFinished()).isFalse();
    }

    @Test
    void shouldJoinToolCallsByIndex() {
        accumulator.addAll(List.of(
                new ReplyEvent.ToolCall(0, 0, "c1", "f", "{\"a\""),
                new ReplyEvent.ToolCall(0, 1, "c2", "g", ""),
                new ReplyEvent.ToolCall(0, 0, null, null, ":1}"),
                new ReplyEvent.ToolCall(0, 1, null, null, "{}")));

        assertThat(accumulator.choices().getFirst().toolCalls())
                .containsExactly(
                        new ReplyChoice.Call(0, "c1", "f", "{\"a\":1}"), new ReplyChoice.Call(1, "c2", "g", "{}"));
    }

    @Test
    void shouldJoinReasoningDetailsOfOneEntryButNeverOpaqueOnes() throws Exception {
        // When
        accumulator.addAll(List.of(
                new ReplyEvent.Reasoning(0, "a", json("{\"type\":\"reasoning.text\",\"text\":\"a\",\"index\":0}")),
                new ReplyEvent.Reasoning(0, "b", json("{\"type\":\"reasoning.text\",\"text\":\"b\",\"index\":0}")),
                new ReplyEvent.Reasoning(
                        0, null, json("{\"type\":\"reasoning.text\",\"signature\":\"S\",\"index\":0}")),
                new ReplyEvent.Reasoning(0, "c", json("{\"type\":\"reasoning.text\",\"text\":\"c\",\"index\":1}")),
                new ReplyEvent.Reasoning(
                        0, null, json("{\"type\":\"reasoning.encrypted\",\"data\":\"x\",\"index\":2}")),
                new ReplyEvent.Reasoning(
                        0, null, json("{\"type\":\"reasoning.encrypted\",\"data\":\"y\",\"index\":2}"))));

        // Then
        assertThat(accumulator.choices().getFirst().reasoningDetails())
                .containsExactly(
                        json("{\"type\":\"reasoning.text\",\"text\":\"ab\",\"index\":0,\"signature\":\"S\"}"),
                        json("{\"type\":\"reasoning.text\",\"text\":\"c\",\"index\":1}"),
                        json("{\"type\":\"reasoning.encrypted\",\"data\":\"x\",\"index\":2}"),
                        json("{\"type\":\"reasoning.encrypted\",\"data\":\"y\",\"index\":2}"));
    }

    @Test
    void shouldJoinLogProbsAndAudio() throws Exception {
        accumulator.addAll(List.of(
                new ReplyEvent.LogProbs(0, json("{\"content\":[1],\"refusal\":null}")),
                new ReplyEvent.LogProbs(0, json("{\"content\":[2],\"refusal\":null}")),
                new ReplyEvent.Part(0, "audio", json("{\"id\":\"au\",\"data\":\"YQ==\",\"transcript\":\"x\"}")),
                new ReplyEvent.Part(0, "audio", json("{\"data\":\"Yg==\",\"transcript\":\"y\",\"expires_at\":5}")),
                new ReplyEvent.Part(0, "images", json("{\"i\":1}")),
                new ReplyEvent.Part(0, "annotations", json("{\"n\":1}"))));

        ReplyChoice choice = accumulator.choices().getFirst();
        assertThat(choice.logProbs()).isEqualTo(json("{\"content\":[1,2],\"refusal\":null}"));
        assertThat(choice.audio())
                .isEqualTo(json("{\"id\":\"au\",\"expires_at\":5,\"data\":\"YWI=\",\"transcript\":\"xy\"}"));
        assertThat(choice.images()).containsExactly(json("{\"i\":1}"));
        assertThat(choice.annotations()).containsExactly(json("{\"n\":1}"));
    }

    @Test
    void shouldKeepTheLatestOfEachUsageField() {
        // Given
        Usage start =
                new Usage(10L, 4L, null, null, null, 1L, null, null, null, null, null, null, UsageSource.REPORTED);

        // When
        accumulator.add(new ReplyEvent.UsageReported(start));
        accumulator.add(new ReplyEvent.UsageReported(Usage.tokens(null, 25L, UsageSource.REPORTED)));

        // Then
        assertThat(accumulator.usage())
                .isEqualTo(new Usage(
                        10L, 4L, null, null, null, 25L, null, null, null, null, null, null, UsageSource.REPORTED));
        assertThat(accumulator.hasOutput()).isFalse();
        assertThat(accumulator.choices()).isEmpty();
    }
}
