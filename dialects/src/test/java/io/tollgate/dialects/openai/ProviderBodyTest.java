package io.tollgate.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.provider.Target;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderBodyTest {

    private static JsonNode body(String provider, String model, String fields) {
        String chat = "{'model':'a/b','messages':[{'role':'user','content':'hi'}]" + fields + "}";
        ObjectNode parsed = ChatRequests.parse(chat.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .body();
        return ProviderBody.of(parsed, new Target(model, "a/b", provider, true, 10L, "attempt"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai      | ,\"reasoning\":{\"effort\":\"minimal\"}     | /reasoning_effort | minimal",
                "openai      | ,\"reasoning\":{\"enabled\":true}           | /reasoning_effort | medium",
                "openai      | ,\"reasoning\":{\"enabled\":false}          | /reasoning_effort | none",
                "openai      | ,\"reasoning\":{\"max_tokens\":1000}        | /reasoning_effort | low",
                "openai      | ,\"reasoning\":{\"max_tokens\":100000}      | /reasoning_effort | high",
                "groq        | ,\"reasoning_effort\":\"max\"               | /reasoning_effort | high",
                "together    | ,\"reasoning\":{\"effort\":\"xhigh\"}       | /reasoning_effort | high",
                "z-ai        | ,\"reasoning\":{\"effort\":\"none\"}        | /thinking/type    | disabled",
                "moonshotai  | ,\"reasoning\":{\"effort\":\"high\"}        | /thinking/type    | enabled",
                "alibaba     | ,\"reasoning\":{\"max_tokens\":512}         | /thinking_budget  | 512",
                "alibaba     | ,\"reasoning\":{\"enabled\":false}          | /enable_thinking  | false"
            })
    void shouldSwitchThinkingAsTheHostKnowsIt(String provider, String fields, String pointer, String expected) {
        JsonNode body = body(provider, "m", fields);
        assertThat(body.at(pointer).asText()).isEqualTo(expected);
        assertThat(body.has("reasoning")).isFalse();
    }

    @Test
    void shouldLeaveThinkingToTheModelUnlessAsked() {
        JsonNode body = body("openai", "gpt-5", ",'reasoning':{'exclude':true}");
        assertThat(body.has("reasoning_effort")).isFalse();
    }

    @Test
    void shouldNameTheOutputLimitAsTheHostDoes() {
        assertThat(body("openai", "gpt-4o", ",'max_tokens':99")
                        .path("max_completion_tokens")
                        .asInt())
                .isEqualTo(10);
        assertThat(body("openai", "gpt-4o", ",'max_tokens':99").has("max_tokens"))
                .isFalse();
        assertThat(body("groq", "m", ",'max_completion_tokens':99")
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(10);
        assertThat(body("groq", "m", ",'max_completion_tokens':99").has("max_completion_tokens"))
                .isFalse();
    }

    @Test
    void shouldSpareOpenAiReasoningModelsWhatTheyRefuse() {
        String sampling = ",'temperature':0.1,'top_p':0.2,'top_k':3,'seed':1";
        assertThat(body("openai", "gpt-5.2", sampling).has("temperature")).isFalse();
        assertThat(body("azure", "o3-mini", sampling).has("top_p")).isFalse();
        assertThat(body("openai", "gpt-5-chat-latest", sampling).has("temperature"))
                .isTrue();
        assertThat(body("openai", "gpt-5.2", sampling).has("seed")).isTrue();
        assertThat(body("openai", "gpt-4o", sampling).has("top_k")).isFalse();
        assertThat(body("groq", "gpt-5-oss", sampling).has("temperature")).isTrue();
    }

    @Test
    void shouldNeverPassWhatIsOursOrChangesThePrice() {
        JsonNode body = body(
                "groq",
                "m",
                ",'provider':{},'models':['c/d'],'plugins':[],'usage':{},'session_id':'s','trace':{},'service_tier':'priority','prediction':{},"
                        + "'stream':false,'stream_options':{'include_usage':false},'mystery':{'a':[1,2]}");
        assertThat(body.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("model", "messages", "mystery", "stream", "stream_options", "max_tokens");
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(body.at("/stream_options/include_usage").asBoolean()).isTrue();
        assertThat(body.path("mystery").toString()).isEqualTo("{\"a\":[1,2]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "azure", "groq", "mistral", "cerebras"})
    void shouldSpareStrictHostsWhatIsNotOpenAis(String provider) {
        JsonNode body = body(provider, "m", ",'top_k':3,'min_p':0.1,'temperature':0.5");
        assertThat(body.properties().stream().map(Map.Entry::getKey))
                .contains("temperature")
                .doesNotContain("top_k", "min_p");
    }

    @Test
    void shouldOfferOnlyTheAllowedToolsWhereAChoiceAmongThemIsUnknown() {
        String f = "{'type':'function','function':{'name':'f'}}";
        String g = "{'type':'function','function':{'name':'g'}}";
        String wish = ",'tools':[" + f + "," + g
                + "],'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[" + g + "]}}";
        JsonNode elsewhere = body("groq", "m", wish);
        assertThat(elsewhere.path("tool_choice").asText()).isEqualTo("required");
        assertThat(elsewhere.path("tools").findValuesAsText("name")).containsExactly("g");
        JsonNode official = body("openai", "gpt-4o", wish);
        assertThat(official.at("/tool_choice/type").asText()).isEqualTo("allowed_tools");
        assertThat(official.path("tools").findValuesAsText("name")).containsExactly("f", "g");
    }
}
