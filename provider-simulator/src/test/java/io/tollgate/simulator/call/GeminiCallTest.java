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
class GeminiCallTest {

    private static final String HELLO = "{\"role\":\"user\",\"parts\":[{\"text\":\"Hello\"}]}";
    private static final String TOOLS =
            ",\"tools\":[{\"functionDeclarations\":[{\"name\":\"weather\",\"parameters\":{\"type\":"
                    + "\"OBJECT\",\"required\":[\"city\"],\"properties\":{\"city\":{\"type\":\"STRING\"}}}}]}]";

    private final Caller caller = new Caller();

    @BeforeEach
    void reset() throws Exception {
        caller.forgetScripts();
    }

    private static String contents(String contents, String more) {
        return "{\"contents\":[" + contents + "]" + more + "}";
    }

    @Test
    void shouldAnswerWholeAndStreamedAlike() throws Exception {
        JsonNode whole =
                caller.gemini("g", "generateContent", contents(HELLO, "")).json();
        Caller.Reply streamed = caller.gemini("g", "streamGenerateContent?alt=sse", contents(HELLO, ""));

        List<JsonNode> events = streamed.events();
        String text = events.stream()
                .map(event -> event.at("/candidates/0/content/parts/0/text").asText(""))
                .collect(Collectors.joining());
        assertThat(text)
                .isEqualTo(whole.at("/candidates/0/content/parts/0/text").asText());
        assertThat(streamed.body()).contains("\r\n\r\n").doesNotContain("[DONE]");
        assertThat(events.getLast().at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
        assertThat(events.getLast().path("usageMetadata")).isEqualTo(whole.path("usageMetadata"));
        assertThat(whole.path("modelVersion").asText()).isEqualTo("gemini-pro");
        assertThat(caller.line(streamed.attempt()).path("tokensWritten"))
                .isEqualTo(whole.at("/usageMetadata/candidatesTokenCount"));
    }

    @Test
    void shouldCallFunctionsAndTakeTheirResponses() throws Exception {
        JsonNode reply =
                caller.gemini("g", "generateContent", contents(HELLO, TOOLS)).json();
        JsonNode call = reply.at("/candidates/0/content/parts/0");
        assertThat(call.at("/functionCall/args/city").isTextual()).isTrue();

        String turn = HELLO + ",{\"role\":\"model\",\"parts\":[" + call
                + "]},{\"role\":\"user\",\"parts\":[{\"functionResponse\":"
                + "{\"name\":\"weather\",\"response\":{\"sky\":\"blue\"}}}]}";
        assertThat(caller.gemini("g", "generateContent", contents(turn, TOOLS))
                        .json()
                        .at("/candidates/0/content/parts/0/text")
                        .isTextual())
                .isTrue();
        String unanswered = HELLO + ",{\"role\":\"model\",\"parts\":[" + call + "]}," + HELLO;
        assertThat(caller.gemini("g", "generateContent", contents(unanswered, TOOLS))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void shouldCountThoughtsApart() throws Exception {
        String config = ",\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true,\"thinkingBudget\":20}}";
        JsonNode reply =
                caller.gemini("g", "generateContent", contents(HELLO, config)).json();

        assertThat(reply.at("/usageMetadata/thoughtsTokenCount").asInt()).isEqualTo(20);
        assertThat(reply.at("/candidates/0/content/parts/0/thought").asBoolean())
                .isTrue();
    }

    @Test
    void shouldStreamNothingOfACallCutShort() throws Exception {
        String config = TOOLS + ",\"generationConfig\":{\"maxOutputTokens\":2}";
        List<JsonNode> events = caller.gemini("g", "streamGenerateContent?alt=sse", contents(HELLO, config))
                .events();

        assertThat(events.getLast().at("/candidates/0/finishReason").asText()).isEqualTo("MAX_TOKENS");
        assertThat(events.getLast().at("/usageMetadata/candidatesTokenCount").asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"contents\":[{\"role\":\"assistant\",\"parts\":[{\"text\":\"x\"}]}]}",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[]}]}",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}],\"max_tokens\":4}",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}],\"tools\":[{\"functionDeclarations\":"
                        + "[{\"name\":\"a b\"}]}]}",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}],\"tools\":[{\"functionDeclarations\":"
                        + "[{\"name\":\"a\",\"parameters\":{\"type\":\"OBJECT\",\"additionalProperties\":false}}]}]}",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}],\"generationConfig\":{\"topP\":7}}"
            })
    void shouldRefuseWhatGeminiRefuses(String body) throws Exception {
        Caller.Reply reply = caller.gemini("g", "generateContent", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/status").asText()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void shouldRequireAKeyAndTakeOtherPrefixes() throws Exception {
        String path = "gemini-generate-content/g/v1beta/models/a%2Fb:generateContent";
        assertThat(caller.post(path, contents(HELLO, "")).status()).isEqualTo(403);
        Caller.Reply reply = caller.post(path + "?key=k", contents(HELLO, ""));
        assertThat(reply.json().path("modelVersion").asText()).isEqualTo("a/b");
    }
}
