package io.tollgate.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.ObjectMappers;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionTool;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.e2e.SystemUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiSdkIT {

    private final Stage system = SystemUnderTest.running();
    private final OpenAIClient client = client(system.demo().apiKey());

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(system.demo().baseUrl())
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams.Builder ask(String model, String question) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(question);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deepseek/deepseek-v4-flash", "anthropic/claude-haiku-4.5", "google/gemini-2.5-flash"})
    void shouldAnswerInEveryDialect(String model) {
        // When
        ChatCompletion answer = client.chat()
                .completions()
                .create(ask(model, "Say hello.").maxCompletionTokens(200).build());
        // Then
        assertThat(answer.model()).isEqualTo(model);
        assertThat(answer.choices().getFirst().message().content().orElseThrow())
                .isNotBlank();
        assertThat(answer.choices().getFirst().finishReason().toString()).isIn("stop", "length");
        assertThat(answer.usage().orElseThrow().completionTokens()).isPositive();
        assertThat(ObjectMappers.jsonMapper()
                        .valueToTree(answer)
                        .at("/usage/cost")
                        .isNumber())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deepseek/deepseek-v4-flash", "anthropic/claude-haiku-4.5", "google/gemini-2.5-flash"})
    void shouldStreamInEveryDialect(String model) {
        // When
        List<ChatCompletionChunk> chunks = stream(ask(model, "Count to ten.").build());
        // Then
        assertThat(text(chunks)).isNotBlank();
        assertThat(chunks.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .filter(choice -> choice.finishReason().isPresent()))
                .hasSize(1);
        assertThat(chunks.getLast().usage().orElseThrow().totalTokens()).isPositive();
    }

    private List<ChatCompletionChunk> stream(ChatCompletionCreateParams params) {
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(params)) {
            return response.stream().toList();
        }
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"deepseek/deepseek-v4-flash", "anthropic/claude-haiku-4.5", "google/gemini-2.5-flash"})
    void shouldCallToolsAndTakeTheirResults(String model) {
        // Given
        ChatCompletionCreateParams.Builder question =
                ask(model, "What is the weather in Paris?").addTool(weatherTool());
        // When
        ChatCompletion.Choice first =
                client.chat().completions().create(question.build()).choices().getFirst();
        // Then
        assertThat(first.finishReason().toString()).isEqualTo("tool_calls");
        ChatCompletionMessageToolCall call =
                first.message().toolCalls().orElseThrow().getFirst();
        assertThat(call.asFunction().function().name()).isEqualTo("get_weather");
        // When
        ChatCompletion second = client.chat()
                .completions()
                .create(question.addMessage(first.message())
                        .addMessage(ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.asFunction().id())
                                .content("18 degrees, sunny")
                                .build())
                        .build());
        // Then
        assertThat(second.choices()).hasSize(1);
    }

    private static ChatCompletionTool weatherTool() {
        FunctionParameters parameters = FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                .build();
        return ChatCompletionTool.ofFunction(ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name("get_weather")
                        .description("The weather in a city.")
                        .parameters(parameters)
                        .build())
                .build());
    }

    @Test
    void shouldRefuseAnUnknownKey() {
        assertThatThrownBy(() -> client("sk-tg-v1-nonsense")
                        .chat()
                        .completions()
                        .create(ask(system.demo().model(), "Hello?").build()))
                .isInstanceOf(UnauthorizedException.class);
    }

    @Test
    void shouldRefuseAnUnknownModel() {
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(ask("nobody/nothing", "Hello?").build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("nobody/nothing");
    }

    @Test
    void shouldListModels() {
        assertThat(client.models().list().data()).hasSizeGreaterThan(400);
    }

    @Test
    void shouldCarryFiftyStreamsAtOnce() throws InterruptedException, ExecutionException {
        // Given
        int streams = 50;
        try (ExecutorService callers = Executors.newFixedThreadPool(streams)) {
            List<Future<List<ChatCompletionChunk>>> running = new ArrayList<>();
            // When
            for (int i = 0; i < streams; i++) {
                ChatCompletionCreateParams params =
                        ask(system.demo().model(), "Tell me story number " + i).build();
                running.add(callers.submit(() -> stream(params)));
            }
            // Then
            for (Future<List<ChatCompletionChunk>> stream : running) {
                List<ChatCompletionChunk> chunks = stream.get();
                assertThat(text(chunks)).isNotBlank();
                assertThat(chunks.getLast().usage()).isPresent();
            }
        }
    }
}
