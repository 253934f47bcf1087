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
class AnthropicCallTest {

    private static final String HELLO = "{\"role\":\"user\",\"content\":\"Hello\"}";

    private final Caller caller = new Caller();

    @BeforeEach
    void reset() throws Exception {
        caller.forgetScripts();
    }

    private static String messages(String messages, String more) {
        return "{\"model\":\"claude\",\"max_tokens\":2000,\"messages\":[" + messages + "]" + more + "}";
    }

    @Test
    void shouldAnswerWholeAndStreamedAlike() throws Exception {
        JsonNode whole = caller.anthropic("anthropic", messages(HELLO, "")).json();
        Caller.Reply streamed = caller.anthropic("anthropic", messages(HELLO, ",\"stream\":true"));

        assertThat(whole.path("stop_reason").asText()).isEqualTo("end_turn");
        List<JsonNode> events = streamed.events();
        assertThat(events.stream().map(event -> event.path("type").asText()).distinct())
                .containsExactly(
                        "message_start",
                        "ping",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        String text =
                events.stream().map(event -> event.at("/delta/text").asText("")).collect(Collectors.joining());
        assertThat(text).isEqualTo(whole.at("/content/0/text").asText());
        JsonNode delta = events.get(events.size() - 2);
        assertThat(delta.at("/usage/output_tokens")).isEqualTo(whole.at("/usage/output_tokens"));
        assertThat(events.getFirst().at("/message/usage/input_tokens")).isEqualTo(whole.at("/usage/input_tokens"));
        assertThat(caller.line(streamed.attempt()).path("tokensWritten")).isEqualTo(whole.at("/usage/output_tokens"));
    }

    @Test
    void shouldKnowEveryWayToThink() throws Exception {
        for (String type : List.of("adaptive", "between_tools", "disabled")) {
            assertThat(caller.anthropic("anthropic", messages(HELLO, ",\"thinking\":{\"type\":\"" + type + "\"}"))
                            .status())
                    .as(type)
                    .isEqualTo(200);
        }
        assertThat(caller.anthropic("anthropic", messages(HELLO, ",\"thinking\":{\"type\":\"sometimes\"}"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void shouldThinkAndAcceptItsOwnSignature() throws Exception {
        String thinking = ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}";
        JsonNode reply =
                caller.anthropic("anthropic", messages(HELLO, thinking)).json();
        assertThat(reply.at("/content/0/type").asText()).isEqualTo("thinking");

        String turn = HELLO + ",{\"role\":\"assistant\",\"content\":[" + reply.at("/content/0") + ","
                + reply.at("/content/1") + "]}," + HELLO;
        assertThat(caller.anthropic("anthropic", messages(turn, thinking)).status())
                .isEqualTo(200);
        String forged = turn.replace("\"signature\":\"sim", "\"signature\":\"not");
        assertThat(caller.anthropic("anthropic", messages(forged, thinking)).status())
                .isEqualTo(400);
    }

    @Test
    void shouldCallToolsAndTakeTheirResults() throws Exception {
        String tools =
                ",\"tools\":[{\"name\":\"weather\",\"input_schema\":{\"type\":\"object\",\"required\":[\"city\"],"
                        + "\"properties\":{\"city\":{\"type\":\"string\"}}}}]";
        JsonNode reply = caller.anthropic("anthropic", messages(HELLO, tools)).json();
        assertThat(reply.path("stop_reason").asText()).isEqualTo("tool_use");
        JsonNode use = reply.at("/content/0");
        assertThat(use.at("/input/city").isTextual()).isTrue();

        String result =
                HELLO + ",{\"role\":\"assistant\",\"content\":[" + use + "]},{\"role\":\"user\",\"content\":[{\"type\":"
                        + "\"tool_result\",\"tool_use_id\":" + use.path("id") + ",\"content\":\"sunny\"}]}";
        JsonNode answer = caller.anthropic("anthropic", messages(result, tools)).json();
        assertThat(answer.at("/content/0/type").asText()).isEqualTo("text");

        String wrong = result.replace(use.path("id").asText() + "\",\"content\"", "toolu_other\",\"content\"");
        assertThat(caller.anthropic("anthropic", messages(wrong, tools)).status())
                .isEqualTo(400);
    }

    @Test
    void shouldWriteThenReadMarkedPrompts() throws Exception {
        String system = ",\"system\":[{\"type\":\"text\",\"text\":\"" + "fact ".repeat(1500)
                + "\",\"cache_control\":{\"type\":\"ephemeral\"}}]";

        JsonNode first =
                caller.anthropic("anthropic", messages(HELLO, system)).json().path("usage");
        JsonNode second =
                caller.anthropic("anthropic", messages(HELLO, system)).json().path("usage");

        assertThat(first.path("cache_creation_input_tokens").asInt()).isEqualTo(1875);
        assertThat(second.path("cache_read_input_tokens").asInt()).isEqualTo(1875);
        assertThat(second.path("input_tokens")).isEqualTo(first.path("input_tokens"));
    }

    @Test
    void shouldNameTheStopSequence() throws Exception {
        JsonNode reply = caller.anthropic("anthropic", messages(HELLO, ",\"stop_sequences\":[\" answer\"]"))
                .json();

        assertThat(reply.path("stop_reason").asText()).isEqualTo("stop_sequence");
        assertThat(reply.path("stop_sequence").asText()).isEqualTo(" answer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"c\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"c\",\"max_tokens\":5,\"messages\":[{\"role\":\"system\",\"content\":\"x\"}]}",
                "{\"model\":\"c\",\"max_tokens\":5,\"messages\":[{\"role\":\"assistant\",\"content\":\"x\"}]}",
                "{\"model\":\"c\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"x\"},"
                        + "{\"role\":\"user\",\"content\":\"y\"}]}",
                "{\"model\":\"c\",\"max_tokens\":5,\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"c\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}",
                "{\"model\":\"c\",\"max_tokens\":5,\"temperature\":1.5,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"c\",\"max_tokens\":5,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":10},"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
            })
    void shouldRefuseWhatAnthropicRefuses(String body) throws Exception {
        Caller.Reply reply = caller.anthropic("anthropic", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("type").asText()).isEqualTo("error");
        assertThat(reply.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
    }

    @Test
    void shouldRequireKeyAndVersion() throws Exception {
        String path = "anthropic-messages/anthropic/messages";
        assertThat(caller.post(path, messages(HELLO, "")).status()).isEqualTo(401);
        assertThat(caller.post(path, messages(HELLO, ""), "x-api-key", "k").status())
                .isEqualTo(400);
    }
}
