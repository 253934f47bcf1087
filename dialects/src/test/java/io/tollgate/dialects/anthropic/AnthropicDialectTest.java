package io.tollgate.dialects.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.ProviderFailureException;
import io.tollgate.dialects.provider.ReplyReader;
import io.tollgate.dialects.provider.Target;
import io.tollgate.dialects.reply.ReplyAccumulator;
import io.tollgate.dialects.reply.ReplyChoice;
import io.tollgate.dialects.sse.SseEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnthropicDialectTest {

    private static final Target TARGET =
            new Target("claude-sonnet-4-5", "anthropic/claude-sonnet-4.5", "anthropic", true, 4_000L, "a-1");

    /** A stream with every kind of block that callers get. */
    private static final List<String> STREAM = List.of(
            "{'type':'message_start','message':{'id':'msg_1','usage':{'input_tokens':9,'output_tokens':1}}}",
            "{'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':'','signature':''}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'Look '}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'it up.'}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'SIG'}}",
            "{'type':'content_block_stop','index':0}",
            "{'type':'content_block_start','index':1,'content_block':{'type':'redacted_thinking','data':'SECRET'}}",
            "{'type':'content_block_stop','index':1}",
            "{'type':'content_block_start','index':2,'content_block':{'type':'text','text':''}}",
            "{'type':'content_block_delta','index':2,'delta':{'type':'text_delta','text':'One moment.'}}",
            "{'type':'content_block_stop','index':2}",
            "{'type':'content_block_start','index':3,'content_block':{'type':'tool_use','id':'toolu_1','name':'look','input':{}}}",
            "{'type':'content_block_delta','index':3,'delta':{'type':'input_json_delta','partial_json':'{\\'a\\': [1,'}}",
            "{'type':'content_block_delta','index':3,'delta':{'type':'input_json_delta','partial_json':' 2.50]}'}}",
            "{'type':'content_block_stop','index':3}",
            "{'type':'message_delta','delta':{'stop_reason':'tool_use','stop_sequence':null},'usage':{'output_tokens':40}}",
            "{'type':'message_stop'}");

    private final AnthropicDialect dialect = new AnthropicDialect();

    @Test
    void shouldNotCallAStreamCompleteThatEndsEarly() {
        for (int length = 0; length < STREAM.size(); length++) {
            // Given
            ReplyReader reader = dialect.reader(TARGET);

            // When
            STREAM.subList(0, length).forEach(data -> reader.read(event(data)));

            // Then
            assertThat(reader.complete()).as("after %d events", length).isFalse();
        }
    }

    @Test
    void shouldSendBackWhatTheModelThoughtAndCalledUnchanged() throws IOException {
        // Given
        ReplyAccumulator reply = new ReplyAccumulator();
        ReplyReader reader = dialect.reader(TARGET);
        STREAM.forEach(data -> reply.addAll(reader.read(event(data))));
        assertThat(reader.complete()).isTrue();

        // When
        JsonNode turn = body(chatAfter(reply.choices().getFirst()))
                .path("messages")
                .path(1)
                .path("content");

        // Then
        assertThat(turn)
                .isEqualTo(json("[{'type':'thinking','thinking':'Look it up.','signature':'SIG'},"
                        + "{'type':'redacted_thinking','data':'SECRET'},{'type':'text','text':'One moment.'},"
                        + "{'type':'tool_use','id':'toolu_1','name':'look','input':{'a':[1,2.50]}}]"));
    }

    @Test
    void shouldRefuseContentItCannotExpressWithoutBlamingTheCaller() {
        // Given
        ObjectNode chat = chat("{'type':'input_audio','input_audio':{'data':'UklGRg==','format':'wav'}}");

        // Then
        assertThatThrownBy(() -> dialect.request(chat, TARGET))
                .isInstanceOfSatisfying(ProviderFailureException.class, refused -> {
                    assertThat(refused.failure().status()).isEqualTo(400);
                    assertThat(refused.failure().callerFault()).isFalse();
                });
    }

    @Test
    void shouldAskForALimitWhereNoneIsStated() throws IOException {
        // Given
        ObjectNode chat = chat("{'type':'text','text':'Hi'}");
        Target unlimited = new Target("inkling", "thinkingmachines/inkling", "thinking-machines", false, null, "a-1");

        // When
        JsonNode body =
                WireJson.mapper().readTree(dialect.request(chat, unlimited).body());

        // Then
        assertThat(body.path("max_tokens").asLong()).isEqualTo(4_096);
        assertThat(body.has("stream")).isFalse();
    }

    @Test
    void shouldKeepTheThinkingBudgetBelowTheLimit() throws IOException {
        for (long limit : new long[] {1, 1_024, 1_025, 1_100, 2_048, 64_000}) {
            for (String effort : List.of("minimal", "low", "medium", "high", "xhigh")) {
                // Given
                ObjectNode chat = chat("{'type':'text','text':'Hi'}");
                chat.putObject("reasoning").put("effort", effort);
                Target target = new Target("claude-sonnet-4-5", "m", "anthropic", false, limit, "a-1");

                // When
                JsonNode body =
                        WireJson.mapper().readTree(dialect.request(chat, target).body());

                // Then
                JsonNode budget = body.path("thinking").path("budget_tokens");
                if (limit <= 1_024) {
                    assertThat(budget.isMissingNode()).isTrue();
                } else {
                    assertThat(budget.asLong()).isBetween(1_024L, limit - 1);
                }
            }
        }
    }

    @Test
    void shouldNotChangeThePriceBehindTheEndpoints() throws IOException {
        for (String tier : List.of("auto", "priority", "flex", "default")) {
            assertThat(body(chat("{'type':'text','text':'Hi'}").put("service_tier", tier))
                            .has("service_tier"))
                    .as(tier)
                    .isFalse();
        }
    }

    @Test
    void shouldNotSendAnythingButTheKeyForAuthentication() {
        assertThat(dialect.authentication("sk-ant-1"))
                .containsOnlyKeys("x-api-key")
                .containsValue("sk-ant-1");
    }

    @Test
    void shouldNotShowErrorsOfOurOwnAccount() {
        // Given
        byte[] body =
                "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key sk-ant-1\"}}"
                        .getBytes(StandardCharsets.UTF_8);

        // Then
        assertThat(dialect.failure(401, body).message()).doesNotContain("sk-ant-1");
    }

    private JsonNode body(ObjectNode chat) throws IOException {
        return WireJson.mapper().readTree(dialect.request(chat, TARGET).body());
    }

    private static ObjectNode chatAfter(ReplyChoice choice) {
        ObjectNode chat = chat("{'type':'text','text':'Hi'}");
        ObjectNode assistant = ((ArrayNode) chat.path("messages"))
                .addObject()
                .put("role", "assistant")
                .put("content", choice.text());
        ArrayNode details = assistant.putArray("reasoning_details");
        choice.reasoningDetails().forEach(details::add);
        ArrayNode calls = assistant.putArray("tool_calls");
        for (ReplyChoice.Call call : choice.toolCalls()) {
            calls.addObject()
                    .put("id", call.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", call.name())
                    .put("arguments", call.arguments());
        }
        return chat;
    }

    private static ObjectNode chat(String part) {
        ObjectNode chat = WireJson.object();
        chat.putArray("messages")
                .addObject()
                .put("role", "user")
                .putArray("content")
                .add(json(part));
        return chat;
    }

    private static SseEvent event(String data) {
        return new SseEvent(null, json(data).toString());
    }

    private static JsonNode json(String quoted) {
        try {
            return WireJson.mapper().readTree(quoted.replace("\\'", "\\\"").replace('\'', '"'));
        } catch (IOException wrong) {
            throw new IllegalArgumentException(quoted, wrong);
        }
    }
}
