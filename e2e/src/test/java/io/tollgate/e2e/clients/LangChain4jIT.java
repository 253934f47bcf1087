package io.tollgate.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.e2e.SystemUnderTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class LangChain4jIT {

    private final Stage system = SystemUnderTest.running();

    @Test
    void shouldChat() {
        // Given
        OpenAiChatModel model = OpenAiChatModel.builder()
                .baseUrl(system.demo().baseUrl())
                .apiKey(system.demo().apiKey())
                .modelName(system.demo().model())
                .maxRetries(0)
                .build();
        // When
        String answer = model.chat("Say hello.");
        // Then
        assertThat(answer).isNotBlank();
    }

    @Test
    void shouldCallATool() {
        // Given
        OpenAiChatModel model = OpenAiChatModel.builder()
                .baseUrl(system.demo().baseUrl())
                .apiKey(system.demo().apiKey())
                .modelName(system.demo().model())
                .maxRetries(0)
                .build();
        ToolSpecification tool = ToolSpecification.builder()
                .name("get_time")
                .description("The time in a city.")
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("city")
                        .required("city")
                        .build())
                .build();
        // When
        ChatResponse response = model.chat(ChatRequest.builder()
                .messages(UserMessage.from("What time is it in Oslo?"))
                .toolSpecifications(tool)
                .build());
        // Then
        assertThat(response.aiMessage().toolExecutionRequests())
                .singleElement()
                .satisfies(call -> assertThat(call.name()).isEqualTo("get_time"));
    }

    @Test
    void shouldStream() throws InterruptedException, ExecutionException, TimeoutException {
        // Given
        OpenAiStreamingChatModel model = OpenAiStreamingChatModel.builder()
                .baseUrl(system.demo().baseUrl())
                .apiKey(system.demo().apiKey())
                .modelName(system.demo().model())
                .build();
        Collector collector = new Collector();
        // When
        model.chat("Tell me a story.", collector);
        ChatResponse response = collector.response.get(60, TimeUnit.SECONDS);
        // Then
        assertThat(collector.pieces.toString()).isEqualTo(response.aiMessage().text());
        assertThat(response.tokenUsage().outputTokenCount()).isPositive();
    }

    private static final class Collector implements StreamingChatResponseHandler {

        private final StringBuilder pieces = new StringBuilder();
        private final CompletableFuture<ChatResponse> response = new CompletableFuture<>();

        @Override
        public void onPartialResponse(String piece) {
            pieces.append(piece);
        }

        @Override
        public void onCompleteResponse(ChatResponse complete) {
            response.complete(complete);
        }

        @Override
        public void onError(Throwable failure) {
            response.completeExceptionally(failure);
        }
    }
}
