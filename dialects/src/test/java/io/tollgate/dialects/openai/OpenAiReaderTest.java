package io.tollgate.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.ProviderFailureException;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.dialects.sse.SseEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiReaderTest {

    private final OpenAiReader reader = new OpenAiReader("attempt");

    private List<ReplyEvent> read(String data) {
        return reader.read(new SseEvent(null, data.replace('\'', '"')));
    }

    private static Usage usage(String json) throws IOException {
        Usage usage = OpenAiUsage.read(WireJson.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        assertThat(usage).isNotNull();
        return usage == null ? Usage.NONE : usage;
    }

    @Test
    void shouldBeCompleteOnlyAfterTheSignOfIt() {
        assertThat(reader.complete()).isFalse();
        read("{'choices':[{'index':0,'delta':{'content':'a'}},{'index':1,'delta':{'content':'b'}}]}");
        assertThat(reader.complete()).isFalse();
        read("{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}");
        assertThat(reader.complete()).isFalse();
        read("{'choices':[{'index':1,'delta':{},'finish_reason':'stop'}]}");
        assertThat(reader.complete()).isTrue();
    }

    @Test
    void shouldBeCompleteAfterDoneAndIgnoreWhatFollows() {
        assertThat(read("[DONE]")).isEmpty();
        assertThat(reader.complete()).isTrue();
        assertThat(read("{'usage':{'prompt_tokens':1}}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "{",
                "[]",
                "5",
                "{'choices':[{'delta':{},'finish_reason':'error'}]}",
                "{'error':'boom'}",
                "{'error':{'message':'boom'},'choices':[]}",
                "{'object':'error','message':'boom'}",
                "{'a':1e99999999999}"
            })
    void shouldFailOnGarbageAndErrors(String data) {
        assertThatThrownBy(() -> read(data)).isInstanceOf(ProviderFailureException.class);
        assertThat(reader.complete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{'choices':[]}", "{'error':{'code':500}}", "null", "{} {}"})
    void shouldFailOnWholeAnswersThatAreNone(String body) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> reader.readWhole(bytes)).isInstanceOf(ProviderFailureException.class);
        assertThat(reader.complete()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "429, 429, rate_limit_exceeded",
        "'rate_limit_exceeded', 429, rate_limit_exceeded",
        "503, 503, provider_overloaded",
        "'context_length_exceeded', 400, context_length_exceeded",
        "401, 502, provider_unavailable",
        "'whatever', 502, provider_unavailable"
    })
    void shouldClassifyErrorsInsideAStream(String code, int status, String errorType) {
        String value = code.matches("[0-9]+") ? code : "'" + code + "'";
        assertThatThrownBy(() -> read("{'error':{'message':'m','code':" + value + "}}"))
                .isInstanceOfSatisfying(ProviderFailureException.class, thrown -> {
                    assertThat(thrown.failure().status()).isEqualTo(status);
                    assertThat(thrown.failure().errorType()).isEqualTo(errorType);
                });
    }

    @Test
    void shouldTellEachFinishOnce() {
        read("{'choices':[{'delta':{'content':'a'},'finish_reason':'stop'}]}");
        assertThat(read("{'choices':[{'delta':{},'finish_reason':'stop'}]}")).isEmpty();
    }

    @Test
    void shouldTellAToolCallOnceItsNameIsKnownAndSplitCallsOfOneIndex() {
        assertThat(
                        read(
                                "{'id':'x','choices':[{'delta':{'tool_calls':[{'index':0,'id':'a','function':{'arguments':'{'}}]}}]}"))
                .hasSize(1);
        assertThat(read("{'choices':[{'delta':{'tool_calls':[{'index':0,'function':{'name':'f','arguments':'}'}}]}}]}"))
                .containsExactly(new ReplyEvent.ToolCall(0, 0, "a", "f", "{}"));
        assertThat(
                        read(
                                "{'choices':[{'delta':{'tool_calls':[{'index':0,'id':'b','function':{'name':'g','arguments':'{}'}}]}}]}"))
                .containsExactly(new ReplyEvent.ToolCall(0, 1, "b", "g", "{}"));
    }

    @Test
    void shouldReadUsageOfEveryVariant() throws IOException {
        assertThat(usage("{'prompt_tokens':10,'completion_tokens':5,'prompt_cache_hit_tokens':4}")
                        .cachedTokens())
                .isEqualTo(4);
        assertThat(usage("{'prompt_tokens':10,'completion_tokens':5,'cached_tokens':3}")
                        .cachedTokens())
                .isEqualTo(3);
        assertThat(usage("{'input_tokens':10,'output_tokens':5,'input_tokens_details':{'cached_tokens':2}}"))
                .isEqualTo(new Usage(
                        10L, 2L, null, null, null, 5L, null, null, null, null, null, null, UsageSource.REPORTED));
        assertThat(usage("{'prompt_tokens':10,'completion_tokens':5,'total_tokens':22,"
                                + "'completion_tokens_details':{'reasoning_tokens':7}}")
                        .completionTokens())
                .isEqualTo(12);
        assertThat(usage("{'prompt_tokens':10,'completion_tokens':12,'total_tokens':22,"
                                + "'completion_tokens_details':{'reasoning_tokens':7}}")
                        .completionTokens())
                .isEqualTo(12);
        assertThat(usage("{'prompt_tokens':10,'completion_tokens':5,'num_search_queries':2}")
                        .webSearches())
                .isEqualTo(2);
    }

    @Test
    void shouldTakeImpossibleCountsForAbsentAndCutPartsToTheirWhole() throws IOException {
        Usage usage = usage("{'prompt_tokens':10,'completion_tokens':-5,'prompt_tokens_details':{'cached_tokens':99,"
                + "'audio_tokens':1.5,'image_tokens':99999999999999999999}}");
        assertThat(usage.completionTokens()).isNull();
        assertThat(usage.cachedTokens()).isEqualTo(10);
        assertThat(usage.audioPromptTokens()).isNull();
        assertThat(usage.imagePromptTokens()).isNull();
        assertThat(OpenAiUsage.read(WireJson.object().put("prompt_tokens", "ten")))
                .isNull();
    }
}
