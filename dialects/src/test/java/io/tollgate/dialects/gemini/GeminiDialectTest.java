package io.tollgate.dialects.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.usage.Usage;
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
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GeminiDialectTest {

    private static final Target TARGET = new Target(
            "gemini-3.1-pro-preview",
            "google/gemini-3.1-pro-preview",
            "google-ai-studio",
            true,
            null,
            "01990000-0000-5000-8000-000000000001");

    private static final List<String> STREAM = List.of(
            "{'candidates':[{'content':{'parts':[{'text':'Look it up.','thought':true}]}}],"
                    + "'usageMetadata':{'promptTokenCount':9,'totalTokenCount':19,'thoughtsTokenCount':10}}",
            "{'candidates':[{'content':{'parts':[{'text':'One moment.'}]}}]}",
            "{'candidates':[{'content':{'parts':[{'functionCall':{'name':'look','args':{'a':[1,2.50]}},'thoughtSignature':'SIG'},"
                    + "{'functionCall':{'name':'look','args':{'a':[]}}}]}}]}",
            "{'candidates':[{'content':{'parts':[{'text':''}]},'finishReason':'STOP'}],'usageMetadata':"
                    + "{'promptTokenCount':9,'candidatesTokenCount':20,'totalTokenCount':39,'thoughtsTokenCount':10}}");

    private final GeminiDialect dialect = new GeminiDialect();

    @Test
    void shouldNotCallAStreamCompleteThatEndsEarly() {
        for (int length = 0; length < STREAM.size(); length++) {
            // Given
            ReplyReader reader = dialect.reader(TARGET);

            // When
            STREAM.subList(0, length).forEach(data -> reader.read(event(data)));

            // Then
            assertThat(reader.complete()).as("after %d chunks", length).isFalse();
        }
    }

    @Test
    void shouldNotCallAStreamCompleteWhileACandidateGoesOn() {
        // Given
        ReplyReader reader = dialect.reader(TARGET);

        // When
        reader.read(event("{'candidates':[{'index':0,'content':{'parts':[{'text':'A'}]}}]}"));
        reader.read(event("{'candidates':[{'index':1,'content':{'parts':[{'text':'B'}]},'finishReason':'STOP'}]}"));

        // Then
        assertThat(reader.complete()).isFalse();
    }

    @Test
    void shouldSendBackCallsWithTheirSignaturesUnchanged() throws IOException {
        // Given
        ReplyAccumulator reply = new ReplyAccumulator();
        ReplyReader reader = dialect.reader(TARGET);
        STREAM.forEach(data -> reply.addAll(reader.read(event(data))));
        assertThat(reader.complete()).isTrue();
        ReplyChoice choice = reply.choices().getFirst();

        // When
        JsonNode turn = WireJson.mapper()
                .readTree(dialect.request(chatAfter(choice), TARGET).body())
                .path("contents")
                .path(1)
                .path("parts");

        // Then
        String first = choice.toolCalls().getFirst().id();
        String second = choice.toolCalls().get(1).id();
        assertThat(first).isNotEqualTo(second).hasSizeLessThanOrEqualTo(40);
        assertThat(turn)
                .isEqualTo(json("[{'text':'One moment.'},{'functionCall':{'id':'" + first
                        + "','name':'look','args':{'a':[1,2.50]}},'thoughtSignature':'SIG'},"
                        + "{'functionCall':{'id':'" + second + "','name':'look','args':{'a':[]}}}]"));
    }

    @Test
    void shouldNotChangeThePriceBehindTheEndpoints() throws IOException {
        for (String tier : List.of("auto", "priority", "flex", "default")) {
            // Given
            ObjectNode chat = WireJson.object().put("service_tier", tier);
            chat.putArray("messages").addObject().put("role", "user").put("content", "Hi");

            // When
            JsonNode body =
                    WireJson.mapper().readTree(dialect.request(chat, TARGET).body());

            // Then
            assertThat(body.has("serviceTier")).as(tier).isFalse();
        }
    }

    @Test
    void shouldCountThoughtsAsOutput() {
        // Given
        ReplyAccumulator reply = new ReplyAccumulator();
        ReplyReader reader = dialect.reader(TARGET);

        // When
        STREAM.forEach(data -> reply.addAll(reader.read(event(data))));

        // Then
        Usage usage = Objects.requireNonNull(reply.usage());
        assertThat(usage.promptTokens()).isEqualTo(9);
        assertThat(usage.completionTokens()).isEqualTo(30);
        assertThat(usage.reasoningTokens()).isEqualTo(10);
        assertThat(usage.cachedTokens()).isNull();
    }

    @Test
    void shouldRefuseContentItCannotExpressWithoutBlamingTheCaller() {
        // Given
        ObjectNode chat = WireJson.object();
        chat.putArray("messages")
                .addObject()
                .put("role", "user")
                .putArray("content")
                .add(json("{'type':'hologram'}"));

        // Then
        assertThatThrownBy(() -> dialect.request(chat, TARGET))
                .isInstanceOfSatisfying(ProviderFailureException.class, refused -> {
                    assertThat(refused.failure().status()).isEqualTo(400);
                    assertThat(refused.failure().callerFault()).isFalse();
                });
    }

    @Test
    void shouldTellAccessTokensFromKeys() {
        assertThat(dialect.authentication("AIzaKey")).containsEntry("x-goog-api-key", "AIzaKey");
        assertThat(dialect.authentication("ya29.token")).containsEntry("authorization", "Bearer ya29.token");
    }

    @Test
    void shouldNotShowErrorsOfOurOwnAccount() {
        // Given
        byte[] body =
                "{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\",\"message\":\"project 4711 is blocked\"}}"
                        .getBytes(StandardCharsets.UTF_8);

        // Then
        assertThat(dialect.failure(403, body).message()).doesNotContain("4711");
    }

    private static ObjectNode chatAfter(ReplyChoice choice) {
        ObjectNode chat = WireJson.object();
        ArrayNode messages = chat.putArray("messages");
        messages.addObject().put("role", "user").put("content", "Hi");
        ObjectNode assistant = messages.addObject().put("role", "assistant").put("content", choice.text());
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

    private static SseEvent event(String data) {
        return new SseEvent(null, json(data).toString());
    }

    private static JsonNode json(String quoted) {
        try {
            return WireJson.mapper().readTree(quoted.replace('\'', '"'));
        } catch (IOException wrong) {
            throw new IllegalArgumentException(quoted, wrong);
        }
    }
}
