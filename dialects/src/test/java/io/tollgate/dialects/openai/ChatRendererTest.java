package io.tollgate.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.Head;
import io.tollgate.dialects.reply.ReplyAccumulator;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.dialects.reply.RouteTaken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChatRendererTest {

    private static final Head HEAD = new Head("a/m", "openai", "OpenAI", true, 1_790_000_001L);
    private static final Rating RATING =
            new Rating(NanoUsd.of(1_234), NanoUsd.of(1_234), NanoUsd.of(61), NanoUsd.of(1_295), NanoUsd.ZERO);
    private static final Usage USAGE = Usage.tokens(3L, 4L, UsageSource.REPORTED);

    private final ChatRenderer renderer = new ChatRenderer("gen-1", "a/requested", 5L, true);

    private static JsonNode json(byte[] text) {
        try {
            return WireJson.read(text);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private List<JsonNode> chunks(Frame frame) {
        return renderer.chunks(frame).stream().map(ChatRendererTest::json).toList();
    }

    private List<JsonNode> chunks(ReplyEvent... events) {
        return chunks(Frame.first(HEAD, List.of(events)));
    }

    private static End end(@Nullable ReplyFailure failure, Outcome outcome) {
        return new End(outcome, failure, USAGE, RATING, 1);
    }

    @Test
    void shouldJoinNeighbouringTextsOfOneChoiceAlone() {
        List<JsonNode> chunks = chunks(
                new ReplyEvent.Text(0, "a"),
                new ReplyEvent.Text(0, "b"),
                new ReplyEvent.Text(1, "c"),
                new ReplyEvent.Text(0, "d"),
                new ReplyEvent.Reasoning(0, "r", null),
                new ReplyEvent.Reasoning(0, "s", null),
                new ReplyEvent.Text(0, "e"));

        assertThat(chunks).hasSize(5);
        assertThat(chunks.getFirst().at("/choices/0/delta").toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"ab\"}");
        assertThat(chunks.get(1).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(chunks.get(1).at("/choices/0/index").asInt()).isEqualTo(1);
        assertThat(chunks.get(2).at("/choices/0/delta").toString()).isEqualTo("{\"content\":\"d\"}");
        assertThat(chunks.get(3).at("/choices/0/delta").toString()).isEqualTo("{\"reasoning\":\"rs\"}");
    }

    @Test
    void shouldKeepToWhatClientsInsistOnInChunks() {
        for (JsonNode chunk : chunks(new ReplyEvent.Began("up", null, null), new ReplyEvent.Text(0, "x"))) {
            assertThat(chunk.path("id").asText()).isEqualTo("gen-1");
            assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("created").asLong()).isEqualTo(1_790_000_001L);
            assertThat(chunk.path("model").asText()).isEqualTo("a/m");
            assertThat(chunk.path("provider").asText()).isEqualTo("OpenAI");
            assertThat(chunk.path("simulated").asBoolean()).isTrue();
            assertThat(chunk.has("system_fingerprint")).isFalse();
            assertThat(chunk.has("error")).isFalse();
            assertThat(chunk.has("usage")).isFalse();
            assertThat(chunk.at("/choices/0").has("finish_reason")).isTrue();
            assertThat(chunk.at("/choices/0").has("logprobs")).isFalse();
        }
    }

    @Test
    void shouldSendUsageOnceAndLastWithExactMoney() {
        // When
        List<JsonNode> chunks = chunks(new ReplyEvent.Text(0, "x"), new ReplyEvent.UsageReported(USAGE));
        byte[] last = renderer.chunks(
                        Frame.last(1, new End(Outcome.COMPLETED, null, USAGE, RATING, 1, NanoUsd.of(234), 500, null)))
                .getFirst();

        // Then
        assertThat(chunks).hasSize(1);
        String text = new String(last, StandardCharsets.UTF_8);
        assertThat(text)
                .contains("\"cost\":0.000001295,")
                .contains("\"upstream_inference_cost\":null")
                .contains("\"upstream_inference_prompt_cost\":0.000000234")
                .contains("\"upstream_inference_completions_cost\":0.000001,")
                .contains("\"provider_cost\":0.000001234,\"platform_fee\":0.000000061,\"fee_rate\":0.05}")
                .contains("\"is_byok\":false")
                .doesNotContain("E-");
        JsonNode usage = json(last).path("usage");
        assertThat(usage.path("total_tokens").asInt()).isEqualTo(7);
        assertThat(usage.at("/prompt_tokens_details/cached_tokens").isNumber()).isTrue();
        assertThat(usage.at("/completion_tokens_details/reasoning_tokens").isNumber())
                .isTrue();
    }

    @Test
    void shouldShowWhatTheCallerBearsWhereTheHouseBearsTheRest() {
        Rating capped = new Rating(NanoUsd.of(100), NanoUsd.of(60), NanoUsd.of(3), NanoUsd.of(63), NanoUsd.of(40));
        JsonNode details = json(renderer.chunks(Frame.last(
                                0, new End(Outcome.COMPLETED, null, USAGE, capped, 1, NanoUsd.of(80), 500, null)))
                        .getFirst())
                .at("/usage/cost_details");
        assertThat(details.path("provider_cost").decimalValue()).isEqualByComparingTo("0.00000006");
        assertThat(details.path("upstream_inference_prompt_cost").decimalValue())
                .isEqualByComparingTo("0.00000006");
        assertThat(details.path("upstream_inference_completions_cost").decimalValue())
                .isEqualByComparingTo("0");
    }

    @Test
    void shouldEndABrokenStreamWithATypedError() {
        // Given
        chunks(new ReplyEvent.Text(0, "x"));

        // When
        ReplyFailure failure = new ReplyFailure(502, "provider_unavailable", "gone", "c", "OpenAI", null, null);
        List<JsonNode> last = chunks(Frame.last(1, new End(Outcome.INTERRUPTED, failure, USAGE, Rating.FREE, 1)));

        // Then
        assertThat(last).hasSize(1);
        JsonNode chunk = last.getFirst();
        assertThat(chunk.at("/choices/0/finish_reason").asText()).isEqualTo("error");
        assertThat(chunk.at("/error/code").isInt()).isTrue();
        assertThat(chunk.at("/error/metadata/error_type").asText()).isEqualTo("provider_unavailable");
        assertThat(chunk.at("/usage/cost").decimalValue()).isEqualByComparingTo("0");
    }

    @Test
    void shouldTellTheRouteToThoseWhoAsk() {
        // Given
        RouteTaken route = new RouteTaken(
                3,
                List.of(new RouteTaken.Candidate("a/m", "OpenAI", true)),
                List.of(),
                new RouteTaken.Tried("a/m", "OpenAI", 200, null, true));
        End end = new End(Outcome.COMPLETED, null, USAGE, RATING, 1, null, null, route);
        ReplyAccumulator reply = new ReplyAccumulator();
        reply.add(new ReplyEvent.Text(0, "t"));
        ChatRenderer asked = new ChatRenderer("gen-1", "a/m", 1, true, RouterMetadata.of(List.of("a/m")));

        // When
        List<byte[]> streamed = new ArrayList<>(asked.chunks(Frame.first(HEAD, List.of(new ReplyEvent.Text(0, "t")))));
        streamed.addAll(asked.chunks(Frame.last(1, end)));
        JsonNode whole = json(asked.whole(HEAD, reply, end));
        JsonNode notAsked = json(renderer.whole(HEAD, reply, end));

        // Then
        assertThat(json(streamed.getFirst()).has("openrouter_metadata")).isFalse();
        JsonNode metadata = json(streamed.getLast()).path("openrouter_metadata");
        assertThat(metadata).isEqualTo(whole.path("openrouter_metadata"));
        assertThat(metadata.path("summary").asText()).isEqualTo("available=1, selected=OpenAI");
        assertThat(metadata.path("strategy").asText()).isEqualTo("direct");
        assertThat(metadata.path("attempt").asInt()).isEqualTo(1);
        assertThat(metadata.at("/endpoints/total").asInt()).isEqualTo(3);
        assertThat(notAsked.has("openrouter_metadata")).isFalse();
    }

    @Test
    void shouldNameTheTierThatIsCharged() {
        Head flex = new Head("a/m", "openai", "OpenAI", true, 1, "flex");
        ReplyEvent began = new ReplyEvent.Began(null, null, "default");

        JsonNode ofTier = json(renderer.chunks(Frame.first(flex, List.of(began, new ReplyEvent.Text(0, "t"))))
                .getFirst());
        JsonNode ordinary = chunks(began, new ReplyEvent.Text(0, "t")).getFirst();

        assertThat(ofTier.path("service_tier").asText()).isEqualTo("flex");
        assertThat(ordinary.path("service_tier").asText()).isEqualTo("default");
    }

    @Test
    void shouldStateTheLimitThatWasReached() {
        ReplyFailure failure = new ReplyFailure(402, "payment_required", "credit ran out", null, null, null, "credits");
        JsonNode chunk =
                chunks(Frame.last(0, end(failure, Outcome.BUDGET_EXHAUSTED))).getFirst();
        assertThat(chunk.path("model").asText()).isEqualTo("a/requested");
        assertThat(chunk.at("/error/metadata/limit_source").asText()).isEqualTo("credits");
        assertThat(chunk.at("/usage/cost").decimalValue()).isEqualByComparingTo("0.000001295");
    }

    @Test
    void shouldStartToolCallsWithTypeAndNameAndNeverSendAPrefixThatParses() throws IOException {
        Random random = new Random(7);
        List<String> allArguments = List.of(
                "{}", "{\"a\":\"}{\\\"\"}", " {\"a\":[1,{\"b\":2}]} ", "[1,2]", "123", "\"text\"", "", "null", "{}\n");
        for (String arguments : allArguments) {
            for (int round = 0; round < 20; round++) {
                // Given
                ChatRenderer fresh = new ChatRenderer("gen-1", "a/m", 1, true);
                List<ReplyEvent> events = new ArrayList<>();
                int first = random.nextInt(arguments.length() + 1);
                events.add(new ReplyEvent.ToolCall(0, 0, "c", "f", arguments.substring(0, first)));
                for (int at = first; at < arguments.length(); at++) {
                    events.add(new ReplyEvent.ToolCall(0, 0, null, null, arguments.substring(at, at + 1)));
                }
                events.add(new ReplyEvent.Finished(0, "tool_calls", null));

                // When
                List<byte[]> chunks = new ArrayList<>(fresh.chunks(Frame.first(HEAD, List.of())));
                for (int i = 0; i < events.size(); i++) {
                    chunks.addAll(fresh.chunks(Frame.next(i + 1, List.of(events.get(i)))));
                }

                // Then
                String expected = arguments.isEmpty() ? "{}" : arguments;
                assertStreamsAs(chunks, expected);
            }
        }
    }

    private static void assertStreamsAs(List<byte[]> chunks, String expected) {
        StringBuilder sent = new StringBuilder();
        boolean first = true;
        for (byte[] bytes : chunks) {
            JsonNode call = json(bytes).at("/choices/0/delta/tool_calls/0");
            if (call.isMissingNode()) {
                continue;
            }
            assertThat(call.path("index").isInt()).isTrue();
            assertThat(call.path("function").isObject()).isTrue();
            if (first) {
                assertThat(call.path("type").asText()).isEqualTo("function");
                assertThat(call.at("/function/name").asText()).isEqualTo("f");
                assertThat(call.path("id").asText()).isEqualTo("c");
            }
            first = false;
            sent.append(call.at("/function/arguments").asText());
            if (!sent.toString().equals(expected)) {
                assertThat(parses(sent.toString())).as("prefix %s", sent).isFalse();
            }
        }
        assertThat(sent.toString()).isEqualTo(expected);
    }

    private static boolean parses(String text) {
        try {
            return !text.isBlank()
                    && !WireJson.read(text.getBytes(StandardCharsets.UTF_8)).isMissingNode();
        } catch (IOException malformed) {
            return false;
        }
    }

    @Test
    void shouldLeaveOutReasoningWhereItIsExcluded() {
        ChatRenderer silent = new ChatRenderer("gen-1", "a/m", 1, false);
        ReplyEvent reasoning = new ReplyEvent.Reasoning(0, "r", WireJson.object());
        assertThat(silent.chunks(Frame.first(HEAD, List.of(reasoning)))).isEmpty();
        ReplyAccumulator reply = new ReplyAccumulator();
        reply.add(reasoning);
        reply.add(new ReplyEvent.Text(0, "t"));
        JsonNode message =
                json(silent.whole(HEAD, reply, end(null, Outcome.COMPLETED))).at("/choices/0/message");
        assertThat(message.path("reasoning").isNull()).isTrue();
        assertThat(message.has("reasoning_details")).isFalse();
    }

    @Test
    void shouldKeepToWhatClientsInsistOnInWholeAnswers() {
        // Given
        ReplyAccumulator reply = new ReplyAccumulator();
        reply.add(new ReplyEvent.ToolCall(0, 0, "c", "f", ""));
        reply.add(new ReplyEvent.Finished(0, "tool_calls", "tool_use"));
        reply.add(new ReplyEvent.Text(1, "t"));

        // When
        JsonNode body = json(renderer.whole(HEAD, reply, end(null, Outcome.COMPLETED)));

        // Then
        assertThat(body.path("object").asText()).isEqualTo("chat.completion");
        assertThat(body.has("system_fingerprint")).isTrue();
        assertThat(body.path("system_fingerprint").isNull()).isTrue();
        assertThat(body.has("error")).isFalse();
        JsonNode call = body.at("/choices/0/message/tool_calls/0");
        assertThat(call.at("/function/arguments").asText()).isEqualTo("{}");
        assertThat(call.path("type").asText()).isEqualTo("function");
        assertThat(body.at("/choices/0/message/content").isNull()).isTrue();
        assertThat(body.at("/choices/1/message").has("tool_calls")).isFalse();
        assertThat(body.at("/choices/1").has("finish_reason")).isTrue();
        assertThat(body.at("/choices/1/finish_reason").isNull()).isTrue();
        assertThat(body.at("/usage/cost").isNumber()).isTrue();
    }

    @Test
    void shouldCutAnAnswerWhoseCreditRanOut() {
        ReplyAccumulator reply = new ReplyAccumulator();
        reply.add(new ReplyEvent.Text(0, "t"));
        JsonNode body = json(renderer.whole(HEAD, reply, end(null, Outcome.BUDGET_EXHAUSTED)));
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    }

    @Test
    void shouldJoinLogProbsToTheirText() {
        JsonNode logProbs = json(
                "{\"content\":[{\"token\":\"a\",\"logprob\":-0.5}],\"refusal\":null}".getBytes(StandardCharsets.UTF_8));
        List<JsonNode> chunks = chunks(
                new ReplyEvent.Text(0, "a"),
                new ReplyEvent.LogProbs(0, logProbs),
                new ReplyEvent.Text(0, "b"),
                new ReplyEvent.LogProbs(0, logProbs));
        assertThat(chunks).hasSize(1);
        assertThat(chunks.getFirst().at("/choices/0/logprobs/content")).hasSize(2);
    }
}
