package io.tollgate.ingress.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.attempt.RouteFailed;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.ingress.stack.Api.Answer;
import io.tollgate.ingress.stack.Chats;
import io.tollgate.ingress.stack.IngressTest;
import io.tollgate.ingress.stack.Settings;
import io.tollgate.ingress.stack.ShortTimes;
import io.tollgate.ingress.stack.TestCatalogue;
import io.tollgate.testkit.KafkaTap;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortTimes.class)
class RouterMetadataIT extends IngressTest {

    @Test
    void shouldTellTheRouteOnceToThoseWhoAsk() throws IOException {
        for (String header : List.of("X-OpenRouter-Metadata", "x-openrouter-experimental-metadata")) {
            // given
            CompletableFuture<Answer> answer = ask(Chats.streamed(), header, "Enabled");

            // when
            String id = stack().worker().take().event().requestId();
            stack().worker().begin(id, "Hello");
            stack().worker().finish(id, 1);

            // then
            List<String> chunks = answer.join()
                    .response()
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("data: {"))
                    .map(line -> line.substring(6))
                    .toList();
            assertThat(chunks.stream().filter(chunk -> chunk.contains("openrouter_metadata")))
                    .containsExactly(chunks.getLast());
            assertRoute(WireJson.mapper().readTree(chunks.getLast()).path("openrouter_metadata"), 2);
        }
    }

    @Test
    void shouldTellTheRouteOfAWholeAnswerOnlyToThoseWhoAsk() {
        CompletableFuture<Answer> asked = ask(Chats.whole(), "X-OpenRouter-Metadata", "enabled");
        finish();
        CompletableFuture<Answer> notAsked = ask(Chats.whole(), "X-OpenRouter-Metadata", "disabled");
        finish();

        assertRoute(asked.join().json().path("openrouter_metadata"), 2);
        assertThat(notAsked.join().json().has("openrouter_metadata")).isFalse();
    }

    @Test
    void shouldTellWhatFailedBefore() {
        for (boolean stream : new boolean[] {false, true}) {
            CompletableFuture<Answer> answer =
                    ask(Chats.of(TestCatalogue.MODEL, stream), "X-OpenRouter-Metadata", "enabled");
            String id = stack().worker().take().event().requestId();
            stack().worker().fail(id, 0, 502, "provider_unavailable");

            Answer failed = answer.join();
            assertThat(failed.status()).isEqualTo(502);
            JsonNode previous = failed.json().at("/error/metadata/previous_errors");
            assertThat(previous).hasSize(1);
            assertThat(previous.at("/0/provider").asText()).isEqualTo("GROQ");
            assertThat(previous.at("/0/status").asInt()).isEqualTo(429);
            assertThat(previous.at("/0/code").asText()).isEqualTo("rate_limit_exceeded");
            assertRoute(failed.json().path("openrouter_metadata"), 2);
        }
    }

    @Test
    void shouldSayThatNoProviderWasReached() {
        CompletableFuture<Answer> answer = ask(Chats.whole(), "X-OpenRouter-Metadata", "enabled");
        String id = stack().worker().take().event().requestId();
        try (KafkaTap kafka = new KafkaTap(Settings.kafka())) {
            kafka.publish(new RouteFailed(
                    id,
                    account(),
                    TestCatalogue.MODEL,
                    "provider_unavailable",
                    Map.of("acme/chat@groq", "provider_disabled"),
                    Instant.now()));
        }

        JsonNode metadata = answer.join().json().path("openrouter_metadata");
        assertThat(metadata.path("attempt").asInt()).isZero();
        assertThat(metadata.at("/endpoints/total").asInt()).isEqualTo(1);
        assertThat(metadata.at("/endpoints/available")).isEmpty();
    }

    private CompletableFuture<Answer> ask(String body, String header, String value) {
        HttpRequest request = HttpRequest.newBuilder(api().chatRequest(secret(), body), (name, text) -> true)
                .header(header, value)
                .build();
        return api().sendLater(request);
    }

    private void finish() {
        String id = stack().worker().take().event().requestId();
        stack().worker().begin(id, "Hello");
        stack().worker().finish(id, 1);
    }

    private static void assertRoute(JsonNode metadata, int attempts) {
        assertThat(metadata.path("requested").asText()).isEqualTo(TestCatalogue.MODEL);
        assertThat(metadata.path("strategy").asText()).isEqualTo("direct");
        assertThat(metadata.has("region")).isTrue();
        assertThat(metadata.path("attempt").asInt()).isEqualTo(attempts);
        assertThat(metadata.at("/attempts/0/status").asInt()).isEqualTo(429);
        assertThat(metadata.path("summary").asText()).isEqualTo("available=2, selected=OPENAI");
        assertThat(metadata.at("/endpoints/available/1/selected").asBoolean()).isTrue();
        assertThat(metadata.path("is_byok").isBoolean()).isTrue();
    }
}
