package io.tollgate.dialects.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.dialects.json.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameCodecTest {

    private static JsonNode json(String text) throws Exception {
        return WireJson.mapper().readTree(text);
    }

    @Test
    void shouldReadBackEveryKindOfStep() throws Exception {
        // Given
        Frame frame = Frame.first(
                new Head("openai/gpt-5", "openai", "OpenAI", true, 1_790_000_000L),
                List.of(
                        new ReplyEvent.Began("chatcmpl-1", "fp_1", null),
                        new ReplyEvent.Text(0, "Grüße \uD83D\uDE00\u0000\n"),
                        new ReplyEvent.Refusal(0, "no"),
                        new ReplyEvent.Reasoning(
                                0, "hm", json("{\"type\":\"reasoning.text\",\"text\":\"hm\",\"n\":0.10}")),
                        new ReplyEvent.Reasoning(0, null, null),
                        new ReplyEvent.ToolCall(0, 1, "call_1", "f", "{\"a\":"),
                        new ReplyEvent.Part(0, "images", json("{\"image_url\":{\"url\":\"data:,x\"}}")),
                        new ReplyEvent.LogProbs(
                                0, json("{\"content\":[{\"token\":\"a\",\"logprob\":-0.000012345678901234567}]}")),
                        new ReplyEvent.Finished(0, "stop", "end_turn"),
                        new ReplyEvent.UsageReported(Usage.tokens(3L, 4L, UsageSource.REPORTED))));

        // When
        byte[] bytes = FrameCodec.write(frame);

        // Then
        assertThat(FrameCodec.read(bytes)).isEqualTo(frame);
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .contains("\"t\":\"text\"", "-0.000012345678901234567", "0.10")
                .doesNotContain("null");
    }

    @Test
    void shouldReadBackAnEndWithMoneyAsText() {
        Frame frame = Frame.last(
                7,
                new End(
                        Outcome.INTERRUPTED,
                        new ReplyFailure(502, "provider_unavailable", "gone", "x", "OpenAI", 3L, null),
                        Usage.tokens(1L, null, UsageSource.ESTIMATED),
                        new Rating(NanoUsd.of(5), NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.of(5)),
                        2));

        byte[] bytes = FrameCodec.write(frame);

        assertThat(FrameCodec.read(bytes)).isEqualTo(frame);
        assertThat(frame.terminal()).isTrue();
        assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("\"cost\":\"0.000000005\"");
    }

    @Test
    void shouldIgnoreFieldsOfNewerWriters() {
        byte[] newer = "{\"seq\":1,\"events\":[{\"t\":\"text\",\"choice\":0,\"text\":\"a\",\"new\":1}],\"later\":true}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(FrameCodec.read(newer)).isEqualTo(Frame.next(1, List.of(new ReplyEvent.Text(0, "a"))));
    }

    @Test
    void shouldRefuseBytesThatAreNoFrame() {
        assertThatThrownBy(() -> FrameCodec.read(new byte[] {'{'})).isInstanceOf(IllegalArgumentException.class);
    }
}
