package io.tollgate.simulator.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OpenAiCallTest {

    private static final String TOOL = """
            {"type":"function","function":{"name":"weather","parameters":{"type":"object","required":["city"],
              "properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":1,"maximum":5}}}}}
            """;

    private final Caller caller = new Caller();

    @BeforeEach
    void reset() throws Exception {
        caller.forgetScripts();
    }

    private static String chat(String more) {
        return "{\"model\":\"m1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]" + more + "}";
    }

    @Test
    void shouldAnswerWholeAndRecordWhatItServed() throws Exception {
        Caller.Reply reply = caller.openAi("openai", chat(""));

        assertThat(reply.status()).isEqualTo(200);
        JsonNode json = reply.json();
        assertThat(json.path("object").asText()).isEqualTo("chat.completion");
        assertThat(json.at("/choices/0/message/content").asText()).startsWith("This is a simulated answer of m1:");
        assertThat(json.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        JsonNode line = caller.line(reply.attempt());
        assertThat(line.path("ended").asText()).isEqualTo("ok");
        assertThat(line.path("tokensWritten")).isEqualTo(json.at("/usage/completion_tokens"));
        assertThat(line.path("completionTokens")).isEqualTo(json.at("/usage/completion_tokens"));
        assertThat(line.path("promptTokens")).isEqualTo(json.at("/usage/prompt_tokens"));
        assertThat(line.path("bytesFlushed").asInt()).isEqualTo(reply.body().length());
    }

    @Test
    void shouldSayTheSameStreamedAndWhole() throws Exception {
        Caller.Reply whole = caller.openAi("openai", chat(""));
        Caller.Reply streamed =
                caller.openAi("openai", chat(",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        List<JsonNode> events = streamed.events();
        String text = events.stream()
                .map(event -> event.at("/choices/0/delta/content").asText(""))
                .collect(Collectors.joining());
        assertThat(text).isEqualTo(whole.json().at("/choices/0/message/content").asText());
        assertThat(streamed.body()).endsWith("data: [DONE]\n\n");
        JsonNode usage = events.getLast();
        assertThat(usage.path("choices")).isEmpty();
        assertThat(usage.path("usage")).isEqualTo(whole.json().path("usage"));
        assertThat(caller.line(streamed.attempt()).path("tokensWritten"))
                .isEqualTo(usage.at("/usage/completion_tokens"));
    }

    @Test
    void shouldCallToolsWithValidArguments() throws Exception {
        JsonNode json = caller.openAi("groq", chat(",\"tools\":[" + TOOL + "]")).json();

        assertThat(json.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        JsonNode call = json.at("/choices/0/message/tool_calls/0/function");
        assertThat(call.path("name").asText()).isEqualTo("weather");
        JsonNode arguments = Caller.JSON.readTree(call.path("arguments").asText());
        assertThat(arguments.path("city").isTextual()).isTrue();
        assertThat(arguments.path("days").asInt(1)).isBetween(1, 5);
    }

    @Test
    void shouldStreamToolCallsInFragments() throws Exception {
        List<JsonNode> events = caller.openAi("x", chat(",\"stream\":true,\"tools\":[" + TOOL + "]"))
                .events();

        String arguments = events.stream()
                .map(event -> event.at("/choices/0/delta/tool_calls/0/function/arguments")
                        .asText(""))
                .collect(Collectors.joining());
        assertThat(Caller.JSON.readTree(arguments).path("city").isTextual()).isTrue();
    }

    @Test
    void shouldHonourLimitsStopsChoicesAndShape() throws Exception {
        JsonNode limited = caller.openAi("x", chat(",\"max_tokens\":3")).json();
        assertThat(limited.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(limited.at("/usage/completion_tokens").asInt()).isEqualTo(3);

        JsonNode stopped = caller.openAi("x", chat(",\"stop\":\" simulated\"")).json();
        assertThat(stopped.at("/choices/0/message/content").asText()).isEqualTo("This is a");
        assertThat(stopped.at("/choices/0/finish_reason").asText()).isEqualTo("stop");

        assertThat(caller.openAi("x", chat(",\"n\":3")).json().path("choices")).hasSize(3);

        String format =
                ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"strict\":true,"
                        + "\"schema\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"ok\"],"
                        + "\"properties\":{\"ok\":{\"type\":\"boolean\"}}}}}";
        JsonNode shaped = caller.openAi("x", chat(format)).json();
        assertThat(Caller.JSON
                        .readTree(shaped.at("/choices/0/message/content").asText())
                        .path("ok")
                        .isBoolean())
                .isTrue();
    }

    @Test
    void shouldReasonWhenAskedAndCountIt() throws Exception {
        JsonNode hidden = caller.openAi("openai", chat(",\"reasoning_effort\":\"medium\""))
                .json();
        assertThat(hidden.at("/usage/completion_tokens_details/reasoning_tokens")
                        .asInt())
                .isEqualTo(32);
        assertThat(hidden.at("/choices/0/message/reasoning_content").isMissingNode())
                .isTrue();

        Caller.Reply shown = caller.openAi("deepseek", chat(",\"reasoning_effort\":\"low\",\"stream\":true"));
        assertThat(shown.body()).contains("reasoning_content");
    }

    @Test
    void shouldReportCachedTokensOfARepeatedLongPrompt() throws Exception {
        String prompt = "{\"model\":\"cachy\",\"messages\":[{\"role\":\"system\",\"content\":\"" + "word ".repeat(1200)
                + "\"},{\"role\":\"user\",\"content\":\"%s\"}]}";

        JsonNode first = caller.openAi("openai", prompt.formatted("one")).json();
        JsonNode second = caller.openAi("openai", prompt.formatted("two")).json();

        assertThat(first.at("/usage/prompt_tokens_details/cached_tokens").asInt())
                .isZero();
        assertThat(second.at("/usage/prompt_tokens_details/cached_tokens").asInt())
                .isEqualTo(1408);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\"}",
                "{\"model\":\"m\",\"messages\":[]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"foo\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"temperature\":3,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"tools\":[],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"tool_choice\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"gpt-5\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "not json"
            })
    void shouldRefuseWhatOpenAiRefuses(String body) throws Exception {
        Caller.Reply reply = caller.openAi("openai", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(reply.json().at("/error/message").asText()).isNotEmpty();
        assertThat(caller.line(reply.attempt()).path("ended").asText()).isEqualTo("refused");
    }

    @Test
    void shouldRefuseCallsWithoutKeyAndUnknownPaths() throws Exception {
        assertThat(caller.post("openai-chat/openai/chat/completions", chat("")).status())
                .isEqualTo(401);
        assertThat(caller.post("openai-chat/openai/nothing", chat("")).status()).isEqualTo(404);
    }

    @Test
    void shouldIgnoreUnknownFieldsWhereTheHostDoes() throws Exception {
        assertThat(caller.openAi("vllm", chat(",\"top_k\":3")).status()).isEqualTo(200);
    }
}
