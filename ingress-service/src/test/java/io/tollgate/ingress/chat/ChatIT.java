package io.tollgate.ingress.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.attempt.RouteFailed;
import io.tollgate.contracts.hold.HoldPlaced;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.Labels;
import io.tollgate.ingress.stack.Api.Answer;
import io.tollgate.ingress.stack.Chats;
import io.tollgate.ingress.stack.IngressTest;
import io.tollgate.ingress.stack.Settings;
import io.tollgate.ingress.stack.ShortTimes;
import io.tollgate.ingress.stack.Sse;
import io.tollgate.ingress.stack.TestCatalogue;
import io.tollgate.ingress.stack.TestWorker.Taken;
import io.tollgate.testkit.KafkaTap;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortTimes.class)
class ChatIT extends IngressTest {

    @Test
    void shouldStreamFramesAsTheyCome() {
        // given
        CompletableFuture<Answer> answer = api().chatLater(secret(), Chats.streamed());
        Taken request = stack().worker().take();
        String id = request.event().requestId();

        // when
        stack().worker().begin(id, "Hel");
        stack().worker().text(id, 1, "lo");
        stack().worker().finish(id, 2);

        // then
        Answer received = answer.join();
        assertThat(received.status()).isEqualTo(200);
        assertThat(received.header("content-type")).isEqualTo("text/event-stream");
        assertThat(received.header("x-generation-id")).isEqualTo(id);
        List<String> lines = received.response().body().lines().toList();
        assertThat(lines.stream().filter(line -> line.startsWith("id: "))).doesNotHaveDuplicates();
        List<String> data = data(received);
        assertThat(data.getLast()).isEqualTo("[DONE]");
        assertThat(Sse.text(received.response().body())).isEqualTo("Hello");
        JsonNode last = tree(data.get(data.size() - 2));
        assertThat(last.at("/usage/cost").decimalValue()).isEqualByComparingTo("0.000105");
        assertThat(last.at("/usage/cost_details/platform_fee").decimalValue()).isEqualByComparingTo("0.000005");
    }

    @Test
    void shouldAnswerInOnePiece() {
        CompletableFuture<Answer> answer = api().chatLater(secret(), Chats.whole());
        String id = stack().worker().take().event().requestId();

        stack().worker().begin(id, "Hello");
        stack().worker().finish(id, 1);

        Answer received = answer.join();
        assertThat(received.status()).isEqualTo(200);
        assertThat(received.header("content-type")).startsWith("application/json");
        assertThat(received.json().at("/choices/0/message/content").asText()).isEqualTo("Hello");
        assertThat(received.json().at("/object").asText()).isEqualTo("chat.completion");
        assertThat(received.json().has("system_fingerprint")).isTrue();
    }

    @Test
    void shouldAnnounceHoldAndRequestBeforeAnybodyAnswers() {
        // given
        String body = Chats.whole()
                .replace(
                        "\"max_tokens\":100",
                        "\"max_tokens\":100,\"user\":\"u-1\",\"session_id\":\"s-1\",\"metadata\":{\"ticket\":\"42\"}");
        CompletableFuture<Answer> answer = api().chatLater(secret(), body);

        // when
        Taken request = stack().worker().take();

        // then
        assertThat(request.body()).asString().isEqualTo(body);
        assertThat(request.event().models()).containsExactly(TestCatalogue.MODEL);
        assertThat(request.event().user()).isEqualTo("u-1");
        assertThat(request.event().labels()).isEqualTo(new Labels("s-1", Map.of("ticket", "42")));
        assertThat(request.event().account()).isEqualTo(account());
        assertThat(request.event().key()).isEqualTo(key().stated().key());
        assertThat(request.event().feeBasisPoints()).isEqualTo(500);
        assertThat(request.event().hold().amount()).isGreaterThan(NanoUsd.ZERO);
        String id = request.event().requestId();
        assertThat(credit().snapshot(account()).await().atMost(PATIENCE).holds())
                .containsOnlyKeys(id);
        try (KafkaTap kafka = new KafkaTap(Settings.kafka())) {
            List<HoldPlaced> holds =
                    kafka.await(HoldPlaced.class, placed -> placed.requestId().equals(id), 1);
            assertThat(holds.getFirst().amount())
                    .isEqualTo(request.event().hold().amount());
        }
        stack().worker().fail(id, 0, 502, "provider_unavailable");
        assertThat(answer.join().status()).isEqualTo(502);
    }

    @Test
    void shouldKeepTheStatusOfAFailureBeforeTheFirstToken() {
        for (boolean stream : new boolean[] {false, true}) {
            CompletableFuture<Answer> answer = api().chatLater(secret(), Chats.of(TestCatalogue.MODEL, stream));
            String id = stack().worker().take().event().requestId();

            stack().worker().fail(id, 0, 429, "rate_limit_exceeded");

            Answer received = answer.join();
            assertThat(received.status()).isEqualTo(429);
            assertThat(received.errorType()).isEqualTo("rate_limit_exceeded");
            assertThat(received.json().at("/error/code").asInt()).isEqualTo(429);
            assertThat(received.header("retry-after")).isNotEmpty();
            assertThat(received.header("x-generation-id")).isEqualTo(id);
        }
    }

    @Test
    void shouldEndABrokenStreamWithAnErrorAndNeverWithDone() {
        CompletableFuture<Answer> answer = api().chatLater(secret(), Chats.streamed());
        String id = stack().worker().take().event().requestId();

        stack().worker().begin(id, "Hel");
        stack().worker().fail(id, 1, 502, "provider_unavailable");

        List<String> data = data(answer.join());
        JsonNode last = tree(data.getLast());
        assertThat(last.at("/error/code").asInt()).isEqualTo(502);
        assertThat(last.at("/error/metadata/error_type").asText()).isEqualTo("provider_unavailable");
        assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo("error");
        assertThat(data).doesNotContain("[DONE]");
    }

    @Test
    void shouldFailABrokenWholeAnswerAndAskNotToRetry() {
        CompletableFuture<Answer> answer = api().chatLater(secret(), Chats.whole());
        String id = stack().worker().take().event().requestId();

        stack().worker().begin(id, "Hel");
        stack().worker().fail(id, 1, 502, "provider_unavailable");

        assertThat(answer.join().status()).isEqualTo(502);
        assertThat(answer.join().header("x-should-retry")).isEqualTo("false");
    }

    @Test
    void shouldKeepASilentStreamAlive() {
        CompletableFuture<Answer> answer = api().chatLater(secret(), Chats.streamed());
        String id = stack().worker().take().event().requestId();

        // nothing for longer than the status waits, and then a failure: the status is gone, the error is told in the
        // stream
        Awaitility.await().pollDelay(Duration.ofMillis(1_300)).until(() -> true);
        assertThat(answer).isNotDone();
        stack().worker().fail(id, 0, 503, "provider_overloaded");

        Answer received = answer.join();
        assertThat(received.status()).isEqualTo(200);
        assertThat(received.response().body().split(": TOLLGATE PROCESSING", -1))
                .hasSizeGreaterThan(2);
        assertThat(tree(data(received).getLast()).at("/error/code").asInt()).isEqualTo(503);
    }

    @Test
    void shouldTellWhyARequestCannotBeRouted() {
        CompletableFuture<Answer> answer = api().chatLater(secret(), Chats.streamed());
        String id = stack().worker().take().event().requestId();

        try (KafkaTap kafka = new KafkaTap(Settings.kafka())) {
            kafka.publish(new RouteFailed(
                    id, account(), TestCatalogue.MODEL, "provider_unavailable", Map.of(), Instant.now()));
        }

        Answer received = answer.join();
        assertThat(received.status()).isEqualTo(503);
        assertThat(received.json().at("/error/availability/code").asText()).isEqualTo("temporarily_unavailable");
    }

    @Test
    void shouldSendALargeBodyByReference() {
        String body = Chats.whole().replace("Hello", "x".repeat(400_000));
        stack().ledger().grant(account(), "100");
        CompletableFuture<Answer> answer =
                api().chatLater(secret(), body.replace("\"max_tokens\":100", "\"max_tokens\":1"));

        Taken request = stack().worker().take();

        assertThat(request.event().body().blob()).isEqualTo(request.event().requestId());
        assertThat(request.body()).isEmpty();
        stack().worker().fail(request.event().requestId(), 0, 502, "provider_unavailable");
        assertThat(answer.join().status()).isEqualTo(502);
    }

    @Test
    void shouldIgnoreAnOfferToUpgradeToHttp2() {
        // the JDK's client offers it on every plain request unless told otherwise, as langchain4j's does
        try (HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<String>> response =
                    client.sendAsync(api().chatRequest(secret(), Chats.whole()), HttpResponse.BodyHandlers.ofString());
            Taken request = stack().worker().take();
            assertThat(request.body()).asString().isEqualTo(Chats.whole());
            stack().worker().begin(request.event().requestId(), "Hello");
            stack().worker().finish(request.event().requestId(), 1);
            assertThat(response.join().statusCode()).isEqualTo(200);
            assertThat(response.join().version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Test
    void shouldServeManyStreamsAtOnce() {
        stack().worker().automatic((worker, request) -> {
            String id = request.event().requestId();
            worker.begin(id, "a");
            worker.text(id, 1, "b");
            worker.finish(id, 2);
        });

        List<CompletableFuture<Answer>> answers = Stream.generate(() -> api().chatLater(secret(), Chats.streamed()))
                .limit(50)
                .toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.join().status()).isEqualTo(200);
            assertThat(data(answer.join()).getLast()).isEqualTo("[DONE]");
        });
    }

    private static List<String> data(Answer answer) {
        return Sse.data(answer.response().body());
    }

    private static JsonNode tree(String json) {
        return Sse.tree(json);
    }
}
