package io.tollgate.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.Labels;
import io.tollgate.contracts.request.Preferences;
import io.tollgate.contracts.request.PromptFeatures;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestsTest {

    private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";
    private static final String PNG = "data:image/png;base64,"
            + Base64.getEncoder()
                    .encodeToString("\u0089PNG\r\n\u001A\n..........".getBytes(StandardCharsets.ISO_8859_1));

    private static ChatRequest parse(String json) {
        return ChatRequests.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String with(String fields) {
        return "{\"model\":\"a/b\",\"messages\":[" + USER + "]," + fields.replace('\'', '"') + "}";
    }

    private static String messages(String messages) {
        return "{\"model\":\"a/b\",\"messages\":" + messages.replace('\'', '"') + "}";
    }

    private static InvalidRequestException refusal(byte[] body) {
        return catchThrowableOfType(InvalidRequestException.class, () -> ChatRequests.parse(body));
    }

    private static InvalidRequestException refusal(String body) {
        return refusal(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldTellStopsOfWhiteSpaceAlone() {
        assertThat(parse(with("'stop':'END'")).features().parameters()).containsExactly("stop");
        assertThat(parse(with("'stop':['END','\\n\\n']")).features().parameters())
                .containsExactlyInAnyOrder("stop", PromptFeatures.BLANK_STOP);
    }

    @Test
    void shouldReadWhatRoutingNeeds() {
        // When
        ChatRequest request = parse(with("'stream':true,'models':['a/b','c/d'],'max_tokens':50,'n':2,'temperature':0.5,"
                + "'user':'u','session_id':'s','metadata':{'ticket':'42'},'reasoning':{'effort':'low','exclude':true},'modalities':['text','image'],"
                + "'foo':{'bar':1},'provider':{'order':['x'],'only':['x','y'],'ignore':['z'],'allow_fallbacks':false,"
                + "'require_parameters':true,'quantizations':['fp8'],'sort':{'by':'price','partition':'none'},'zdr':true,"
                + "'max_price':{'prompt':1.5,'completion':'2.0000000009'},'data_collection':'deny','new_one':1}"));

        // Then
        assertThat(request.models()).containsExactly("a/b", "c/d");
        assertThat(request.stream()).isTrue();
        assertThat(request.maxTokens()).isEqualTo(50);
        assertThat(request.withReasoning()).isFalse();
        assertThat(request.user()).isEqualTo("u");
        assertThat(request.labels()).isEqualTo(new Labels("s", Map.of("ticket", "42")));
        Preferences preferences = request.preferences();
        assertThat(preferences.order()).containsExactly("x");
        assertThat(preferences.allowFallbacks()).isFalse();
        assertThat(preferences.requireParameters()).isTrue();
        assertThat(preferences.sort()).isEqualTo("price");
        assertThat(preferences.zeroDataRetention()).isTrue();
        assertThat(preferences.dataCollection()).isEqualTo("deny");
        assertThat(preferences.maxPrice())
                .containsEntry("prompt", NanoUsd.of(1_500_000_000L))
                .containsEntry("completion", NanoUsd.of(2_000_000_000L));
        PromptFeatures features = request.features();
        assertThat(features.parameters()).containsExactlyInAnyOrder("max_tokens", "n", "temperature", "reasoning");
        assertThat(features.choices()).isEqualTo(2);
        assertThat(features.outputModalities()).containsExactlyInAnyOrder("text", "image");
        assertThat(features.inputModalities()).containsExactly("text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{'id':'context-compression','engine':'middle-out'}]",
                "[{'id':'auto-router','allowed_models':['a/*']}]",
                "[{'id':'web','enabled':false}]",
                "[{'id':'file-parser'}]",
                "[{'id':'file-parser','pdf':{'engine':'native'}}]"
            })
    void shouldPassOverPluginsThatChangeNothing(String plugins) {
        assertThat(parse(with("'plugins':" + plugins)).models()).containsExactly("a/b");
    }

    @Test
    void shouldReadTheServiceTierAsAPreference() {
        assertThat(parse(with("'service_tier':'flex'")).preferences().serviceTier())
                .isEqualTo("flex");
        for (String ordinary : new String[] {"auto", "default", "standard", ""}) {
            assertThat(parse(with("'service_tier':'" + ordinary + "'")).preferences())
                    .isEqualTo(Preferences.NONE);
        }
    }

    @Test
    void shouldTakeNullForAbsent() {
        ChatRequest request = parse(
                with(
                        "'stream':null,'stop':null,'tools':null,'tool_choice':null,'max_tokens':null,"
                                + "'temperature':null,'provider':null,'reasoning':null,'response_format':null,'logit_bias':null,'n':null"));
        assertThat(request.stream()).isFalse();
        assertThat(request.preferences()).isEqualTo(Preferences.NONE);
        assertThat(request.features().parameters()).isEmpty();
    }

    @Test
    void shouldBoundTokensByTextAndNeverByBase64() {
        // Given
        String image = "{'type':'image_url','image_url':{'url':'" + PNG + "A".repeat(4_000_000) + "'}}";

        // When
        PromptFeatures features = parse(messages(
                        "[{'role':'user','content':[{'type':'text','text':'" + "ä".repeat(500) + "'}," + image + "]}]"))
                .features();

        // Then
        assertThat(features.promptTokensBound()).isBetween(1_000L + 16_384, 1_000L + 16_384 + 100);
        assertThat(features.promptTokensEstimate()).isBetween(1_000L, 2_000L);
        assertThat(features.images()).isEqualTo(1);
        assertThat(features.inputModalities()).containsExactlyInAnyOrder("text", "image");
    }

    @Test
    void shouldCountToolsAndCallsAsText() {
        String tool = "{'type':'function','function':{'name':'f','description':'" + "d".repeat(1_000)
                + "','parameters':{'type':'object'}}}";
        PromptFeatures features = parse(with("'tools':[" + tool + "],'tool_choice':'auto','parallel_tool_calls':false"))
                .features();
        assertThat(features.promptTokensBound()).isGreaterThan(1_600);
        assertThat(features.parameters()).containsExactlyInAnyOrder("tools", "tool_choice", "parallel_tool_calls");
    }

    @Test
    void shouldTakeAChoiceAmongSomeOfTheTools() {
        String tool = "{'type':'function','function':{'name':'f'}}";
        PromptFeatures features = parse(with("'tools':[" + tool
                        + "],'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[" + tool
                        + "]}}"))
                .features();
        assertThat(features.parameters()).containsExactlyInAnyOrder("tools", "tool_choice");
    }

    @Test
    void shouldAskNothingOfEndpointsForSettingsThatChangeNothing() {
        PromptFeatures features = parse(
                        with(
                                "'frequency_penalty':0,'presence_penalty':0.0,'repetition_penalty':1,'min_p':0,"
                                        + "'n':1,'logprobs':false,'parallel_tool_calls':true,'tools':[{'type':'function','function':{'name':'f'}}]"))
                .features();
        assertThat(features.parameters()).containsExactly("tools");
    }

    @Test
    void shouldAcceptAToolConversation() {
        ChatRequest request = parse(messages("[{'role':'system','content':'s'},{'role':'user','content':'q'},"
                + "{'role':'assistant','content':null,'tool_calls':[{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                + "{'role':'tool','tool_call_id':'c1','content':[{'type':'text','text':'ok'}]},"
                + "{'role':'assistant','content':'','reasoning':'r','reasoning_details':[{'type':'reasoning.encrypted','data':'x'}]},"
                + "{'role':'user','name':'bob','content':'more'}]"));
        assertThat(request.features().promptTokensBound()).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "\"x\"",
                "null",
                "1",
                "{\"model\":\"a\"} x",
                "{\"model\":\"a\"}{}",
                "{\"model\":\"a\",\"model\":\"b\"}",
                "{\"model\":\"\\ud800\"}",
                "{\"a\":NaN}",
                "{'model':'a'}",
                "{\"model\":\"a\",}",
                "\u0000{}",
                "{\"a\":\"\u0001\"}",
                "   "
            })
    void shouldRefuseBodiesThatAreNoJsonObject(String body) {
        InvalidRequestException refusal = refusal(body);
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.errorType()).isEqualTo("invalid_request");
        assertThat(refusal.param()).isNull();
    }

    @Test
    void shouldRefuseOtherEncodings() {
        assertThat(refusal(new byte[] {'{', '"', (byte) 0xC3, '"', '}'}).status())
                .isEqualTo(400);
        assertThat(refusal(new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'})
                        .status())
                .isEqualTo(400);
        assertThat(refusal("{}".getBytes(StandardCharsets.UTF_16)).status()).isEqualTo(400);
        assertThat(refusal("{}".getBytes(StandardCharsets.UTF_16LE)).status()).isEqualTo(400);
    }

    @Test
    void shouldRefuseWhatIsBeyondTheLimits() {
        assertThat(refusal(with("'x':" + "1".repeat(1_001))).status()).isEqualTo(400);
        assertThat(refusal(with("'x':" + "[".repeat(300) + "]".repeat(300))).status())
                .isEqualTo(400);
        assertThat(refusal("{\"a\":" + "[".repeat(1_000_000)).status()).isEqualTo(400);
        assertThat(refusal(with("'x':1e99999999999")).status()).isEqualTo(400);
    }

    @Test
    void shouldAnswer413ForAStringBeyondThirtyMillionCharacters() {
        InvalidRequestException refusal = refusal(with("'x':'" + "y".repeat(30_000_001) + "'"));
        assertThat(refusal.status()).isEqualTo(413);
        assertThat(refusal.errorType()).isEqualTo("payload_too_large");
    }

    @Test
    void shouldAcceptAnImageOfTwentyMegabytes() {
        String data = PNG + "A".repeat(27_000_000);
        assertThat(parse(messages("[{'role':'user','content':[{'type':'image_url','image_url':{'url':'" + data
                                + "'}}]}]"))
                        .features()
                        .images())
                .isEqualTo(1);
        assertThat(refusal(messages("[{'role':'user','content':[{'type':'image_url','image_url':{'url':'" + data
                                + "A".repeat(1_600_000) + "'}}]}]"))
                        .errorType())
                .isEqualTo("image_too_large");
    }

    @Test
    void shouldNameAMissingModel() {
        InvalidRequestException refusal = refusal("{\"messages\":[" + USER + "]}");
        assertThat(refusal.param()).isEqualTo("model");
        assertThat(refusal.openAiCode()).isEqualTo("missing_required_parameter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "model           | 'model':5",
                "model           | 'model':''",
                "model           | 'model':'a\\u0000b'",
                "models          | 'models':[]",
                "models          | 'models':['a','b','c','d']",
                "models[0]       | 'models':[1]",
                "stream          | 'stream':'true'",
                "stream          | 'stream':1",
                "stream_options  | 'stream_options':true",
                "temperature     | 'temperature':-0.1",
                "temperature     | 'temperature':2.1",
                "temperature     | 'temperature':'hot'",
                "temperature     | 'temperature':1e400",
                "top_p           | 'top_p':1.01",
                "top_k           | 'top_k':1.5",
                "seed            | 'seed':9223372036854775808",
                "seed            | 'seed':1e2147483647",
                "stop            | 'stop':['a','b','c','d','e']",
                "stop[0]         | 'stop':[1]",
                "stop            | 'stop':{}",
                "logit_bias      | 'logit_bias':{'a':1}",
                "logit_bias.5    | 'logit_bias':{'5':101}",
                "logit_bias.5    | 'logit_bias':{'5':null}",
                "top_logprobs    | 'top_logprobs':3",
                "top_logprobs    | 'logprobs':true,'top_logprobs':21",
                "n               | 'n':0",
                "max_tokens      | 'max_tokens':0",
                "max_tokens      | 'max_tokens':5,'max_completion_tokens':6",
                "tools           | 'tools':{}",
                "tools[0].type   | 'tools':[{'function':{'name':'f'}}]",
                "tools[0].function      | 'tools':[{'type':'function'}]",
                "tools[0].function.name | 'tools':[{'type':'function','function':{'name':'a b'}}]",
                "tools[1].function.name | 'tools':[{'type':'function','function':{'name':'f'}},{'type':'function','function':{'name':'f'}}]",
                "tools[0].function.parameters | 'tools':[{'type':'function','function':{'name':'f','parameters':'x'}}]",
                "tools[0].function.parameters.type | 'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'objekt'}}}]",
                "tools[0].function.parameters.properties.a.enum | 'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object','properties':{'a':{'enum':1}}}}}]",
                "tool_choice     | 'tool_choice':'maybe'",
                "tool_choice     | 'tool_choice':'required'",
                "tool_choice.function.name | 'tool_choice':{'type':'function','function':{'name':'g'}}",
                "tool_choice.type | 'tool_choice':{'type':'some'}",
                "tool_choice.allowed_tools.mode | 'tool_choice':{'type':'allowed_tools','allowed_tools':{'tools':[]}}",
                "tool_choice.allowed_tools.tools | 'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[]}}",
                "tool_choice.allowed_tools.tools[0].function.name | 'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[{'type':'function','function':{'name':'g'}}]}}",
                "functions       | 'functions':[{'name':'f'}]",
                "function_call   | 'function_call':'auto'",
                "parallel_tool_calls | 'parallel_tool_calls':'yes'",
                "response_format.type | 'response_format':{'type':'xml'}",
                "response_format.json_schema | 'response_format':{'type':'json_schema'}",
                "response_format.json_schema.schema | 'response_format':{'type':'json_schema','json_schema':{'name':'a'}}",
                "provider        | 'provider':'openai'",
                "provider.order  | 'provider':{'order':'openai'}",
                "provider.only[1] | 'provider':{'only':['a',2]}",
                "provider.sort   | 'provider':{'sort':'cheap'}",
                "provider.quantizations[0] | 'provider':{'quantizations':['q4']}",
                "provider.data_collection | 'provider':{'data_collection':'never'}",
                "provider.allow_fallbacks | 'provider':{'allow_fallbacks':'no'}",
                "provider.max_price | 'provider':{'max_price':'1'}",
                "provider.max_price.prompt | 'provider':{'max_price':{'prompt':-1}}",
                "provider.max_price.prompt | 'provider':{'max_price':{'prompt':'cheap'}}",
                "provider.max_price.prompt | 'provider':{'max_price':{'prompt':1e999999999}}",
                "provider.max_price.prompt | 'provider':{'max_price':{'prompt':1e-999999999}}",
                "provider.preferred_max_latency.p50 | 'provider':{'preferred_max_latency':{'p50':'x'}}",
                "reasoning       | 'reasoning':'high'",
                "reasoning.effort | 'reasoning':{'effort':'extreme'}",
                "reasoning.max_tokens | 'reasoning':{'effort':'low','max_tokens':100}",
                "modalities[0]   | 'modalities':['smell']",
                "audio           | 'modalities':['text','audio']",
                "metadata        | 'metadata':{'a':1}",
                "plugins[0].id   | 'plugins':[{}]",
                "plugins[0].id   | 'plugins':[{'id':'web'}]",
                "plugins[1].id   | 'plugins':[{'id':'context-compression'},{'id':'response-healing'}]",
                "plugins[0].id   | 'plugins':[{'id':'no-such-plugin'}]",
                "plugins[0].enabled | 'plugins':[{'id':'web','enabled':1}]",
                "plugins[0].pdf.engine | 'plugins':[{'id':'file-parser','pdf':{'engine':'mistral-ocr'}}]",
                "service_tier    | 'service_tier':1",
                "service_tier    | 'service_tier':'\\u0007'",
            })
    void shouldNameTheFieldAtFault(String param, String field) {
        String body = with(field);
        if (field.startsWith("'model':")) {
            body = body.replaceFirst("\"model\":\"a/b\",", "");
        }
        InvalidRequestException refusal = refusal(body);
        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.message()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "messages                  | invalid_prompt  | {}",
                "messages                  | invalid_prompt  | []",
                "messages[0]               | invalid_prompt  | [null]",
                "messages[0]               | invalid_prompt  | ['hi']",
                "messages[0].role          | invalid_prompt  | [{'content':'a'}]",
                "messages[0].role          | invalid_prompt  | [{'role':'robot','content':'a'}]",
                "messages[0].content       | invalid_prompt  | [{'role':'user'}]",
                "messages[0].content       | invalid_prompt  | [{'role':'user','content':5}]",
                "messages[0].content       | invalid_prompt  | [{'role':'user','content':[]}]",
                "messages[0].content[0]    | invalid_prompt  | [{'role':'user','content':['a']}]",
                "messages[0].content[0].type | invalid_prompt | [{'role':'user','content':[{'type':'smell'}]}]",
                "messages[0].content[0].text | invalid_request | [{'role':'user','content':[{'type':'text','text':null}]}]",
                "messages[0].content[0].image_url | invalid_request | [{'role':'user','content':[{'type':'image_url','image_url':'x'}]}]",
                "messages[0].content[0].image_url.url | invalid_request | [{'role':'user','content':[{'type':'image_url','image_url':{'url':'ftp://x/y'}}]}]",
                "messages[0].content[0].image_url.url | invalid_image | [{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,@@@@'}}]}]",
                "messages[0].content[0].image_url.url | invalid_image | [{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,'}}]}]",
                "messages[0].content[0].image_url.url | invalid_image | [{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,aGVsbG8gd29ybGQh'}}]}]",
                "messages[0].content[0].image_url.url | invalid_image | [{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:text/plain;base64,aGVsbG8gd29ybGQh'}}]}]",
                "messages[0].content[0].image_url.url | unsupported_image_format | [{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/tiff;base64,aGVsbG8gd29ybGQh'}}]}]",
                "messages[0].content[0].input_audio.format | invalid_request | [{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'aaaa'}}]}]",
                "messages[0].content[0].input_audio.data | invalid_request | [{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'a','format':'wav'}}]}]",
                "messages[0].content[0].file.file_data | invalid_request | [{'role':'user','content':[{'type':'file','file':{'file_id':'f'}}]}]",
                "messages[0].content[0].file.file_data | invalid_request | [{'role':'user','content':[{'type':'file','file':{'file_data':'data:application/pdf;base64,aGVsbG8gd29ybGQh'}}]}]",
                "messages[0].content[0].type | invalid_prompt | [{'role':'system','content':[{'type':'image_url','image_url':{'url':'https://x.de/y'}}]}]",
                "messages[0].tool_call_id  | invalid_prompt  | [{'role':'tool','content':'a'}]",
                "messages[0].tool_call_id  | invalid_prompt  | [{'role':'tool','content':'a','tool_call_id':'nope'}]",
                "messages[0].content       | invalid_prompt  | [{'role':'assistant','content':null}]",
                "messages[0].tool_calls    | invalid_request | [{'role':'assistant','tool_calls':{}}]",
                "messages[0].tool_calls[0].id | invalid_prompt | [{'role':'assistant','tool_calls':[{'function':{'name':'f','arguments':'{}'}}]}]",
                "messages[0].tool_calls[0].function.arguments | invalid_request | [{'role':'assistant','tool_calls':[{'id':'a','function':{'name':'f','arguments':{}}}]}]",
            })
    void shouldNameTheMessageAtFault(String param, String errorType, String messages) {
        InvalidRequestException refusal = refusal(messages(messages));
        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal.errorType()).isEqualTo(errorType);
        assertThat(refusal.status()).isEqualTo(400);
    }

    @Test
    void shouldSayWhenTextsAreTooLong() {
        assertThat(refusal(with("'user':'" + "u".repeat(513) + "'")).errorType())
                .isEqualTo("string_too_long");
        assertThat(parse(with("'user':'" + "u".repeat(512) + "'")).user()).hasSize(512);
        assertThat(refusal(with("'session_id':'" + "u".repeat(257) + "'")).param())
                .isEqualTo("session_id");
        assertThat(refusal(with("'metadata':{'a':'" + "u".repeat(513) + "'}")).errorType())
                .isEqualTo("string_too_long");
    }

    @Test
    void shouldRefuseTooManyEntries() {
        StringBuilder biases = new StringBuilder("'0':1");
        StringBuilder metadata = new StringBuilder("'0':'x'");
        for (int i = 1; i <= 300; i++) {
            biases.append(",'").append(i).append("':1");
            if (i <= 16) {
                metadata.append(",'").append(i).append("':'x'");
            }
        }
        assertThat(refusal(with("'logit_bias':{" + biases + "}")).param()).isEqualTo("logit_bias");
        assertThat(refusal(with("'metadata':{" + metadata + "}")).param()).isEqualTo("metadata");
        assertThat(refusal(with("'metadata':{" + pairs(16, "\u20ac".repeat(300)) + "}"))
                        .param())
                .isEqualTo("metadata");
        assertThat(parse(with("'metadata':{" + pairs(16, "e".repeat(512)) + "}"))
                        .labels())
                .isNotNull();
        String many = (USER + ",").repeat(10_000) + USER;
        assertThat(refusal("{\"model\":\"a\",\"messages\":[" + many + "]}").param())
                .isEqualTo("messages");
    }

    private static String pairs(int number, String value) {
        return IntStream.range(0, number)
                .mapToObj(i -> "'key-" + i + "':'" + value + "'")
                .collect(Collectors.joining(","));
    }
}
