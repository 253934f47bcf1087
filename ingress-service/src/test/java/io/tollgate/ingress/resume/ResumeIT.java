package io.tollgate.ingress.resume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.attempt.RouteFailed;
import io.tollgate.ingress.stack.Api.Answer;
import io.tollgate.ingress.stack.Chats;
import io.tollgate.ingress.stack.IngressTest;
import io.tollgate.ingress.stack.Settings;
import io.tollgate.ingress.stack.ShortTimes;
import io.tollgate.ingress.stack.Sse;
import io.tollgate.ingress.stack.Sse.Event;
import io.tollgate.ingress.stack.TestCatalogue;
import io.tollgate.ingress.stack.TestLedger.IssuedKey;
import io.tollgate.livestate.ReplyReaders;
import io.tollgate.livestate.ReplyRequest;
import io.tollgate.testkit.KafkaTap;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortTimes.class)
class ResumeIT extends IngressTest {

    private static final Duration GRACE = Duration.ofSeconds(10);

    @Inject
    ReplyReaders readers;

    @Test
    void shouldReadAFinishedStreamOnFromEveryEvent() {
        // given
        CompletableFuture<Answer> first = api().chatLater(secret(), Chats.streamed());
        String id = stack().worker().take().event().requestId();
        stack().worker().begin(id, "He");
        stack().worker().text(id, 1, "llo \uD83D\uDC4B");
        stack().worker().finish(id, 2);
        String whole = Sse.bytes(first.join().response().body());
        List<Event> events = Sse.events(whole);
        assertThat(events).hasSizeGreaterThan(3);

        // then
        Answer again = stream(id, "");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("content-type")).isEqualTo("text/event-stream");
        assertThat(again.header("x-generation-id")).isEqualTo(id);
        assertThat(again.response().body()).isEqualTo(whole);
        int read = 0;
        for (Event event : events) {
            read += event.raw().length();
            assertThat(stream(id, event.id()).response().body())
                    .as("after %s", event.id())
                    .isEqualTo(whole.substring(read));
        }
        String frame = events.getFirst().id().replaceAll("-.*", "");
        Answer afterFrame = api().get(path(id, "stream?starting_after=" + frame), secret());
        assertThat(whole).endsWith(afterFrame.response().body());
        assertThat(Sse.events(afterFrame.response().body()))
                .noneMatch(event -> event.id().startsWith(frame + "-"))
                .isNotEmpty();
    }

    @Test
    void shouldFollowAReplyThatIsStillWritten() {
        // given a reply, begun by workers and asked for at another instance
        String id = askedElsewhere(true, false);
        stack().worker().begin(id, "a");

        // when
        CompletableFuture<Answer> fromStart = api().getLater(path(id, "stream"), secret());
        CompletableFuture<Answer> later = api().getLater(path(id, "stream?starting_after=1"), secret());
        CompletableFuture<Answer> tooFar = api().getLater(path(id, "stream?starting_after=999"), secret());
        for (int i = 1; i < 50; i++) {
            stack().worker().text(id, i, "x");
        }
        stack().worker().finish(id, 50);

        // then
        String whole = Sse.bytes(fromStart.join().response().body());
        assertThat(Sse.text(whole)).isEqualTo("a" + "x".repeat(49));
        assertThat(Sse.data(whole).getLast()).isEqualTo("[DONE]");
        assertThat(whole).endsWith(Sse.bytes(later.join().response().body()));
        assertThat(Sse.text(later.join().response().body())).isEqualTo("x".repeat(48));
        assertThat(tooFar.join().status()).isEqualTo(200);
        assertThat(Sse.events(tooFar.join().response().body())).isEmpty();
        assertThat(stream(id, "").response().body()).isEqualTo(whole);
    }

    @Test
    void shouldGiveABrokenStreamBackAsItBroke() {
        // given
        String id = askedElsewhere(true, false);
        stack().worker().begin(id, "Hel");
        stack().worker().fail(id, 1, 502, "provider_unavailable");

        // when
        String whole = stream(id, "").response().body();

        // then
        List<Event> events = Sse.events(whole);
        JsonNode last = Sse.tree(events.getLast().data());
        assertThat(last.at("/error/code").asInt()).isEqualTo(502);
        assertThat(whole).doesNotContain("[DONE]");
        Answer rest = stream(id, events.get(events.size() - 2).id());
        assertThat(rest.status()).isEqualTo(200);
        assertThat(rest.response().body()).isEqualTo(events.getLast().raw());
        assertThat(stream(id, events.getLast().id()).response().body()).isEmpty();
        assertThat(response(id).status()).isEqualTo(502);
    }

    @Test
    void shouldGiveAFailureBeforeTheFirstTokenBackWithItsStatus() {
        String id = askedElsewhere(true, false);
        stack().worker().fail(id, 0, 429, "rate_limit_exceeded");

        for (Answer answer : List.of(stream(id, ""), response(id))) {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.errorType()).isEqualTo("rate_limit_exceeded");
        }
    }

    @Test
    void shouldTellARequestThatWasAskedElsewhereWhyItCannotBeRouted() {
        String id = askedElsewhere(false, false);
        CompletableFuture<Answer> waiting = api().getLater(path(id, "stream"), secret());

        try (KafkaTap kafka = new KafkaTap(Settings.kafka())) {
            kafka.publish(new RouteFailed(
                    id, account(), TestCatalogue.MODEL, "provider_unavailable", Map.of(), Instant.now()));
        }

        Awaitility.await().atMost(PATIENCE).until(() -> response(id).status() == 503);
        assertThat(response(id).header("retry-after")).isEqualTo("5");
        assertThat(response(id).json().at("/error/availability/code").asText()).isEqualTo("temporarily_unavailable");
        assertThat(waiting.join().response().body()).contains("no endpoint of acme/chat");
    }

    @Test
    void shouldGiveTheFinishedAnswerInOnePiece() {
        // given
        CompletableFuture<Answer> first = api().chatLater(secret(), Chats.whole());
        String id = stack().worker().take().event().requestId();
        stack().worker().begin(id, "Hello");

        // when it runs
        Answer running = response(id);
        assertThat(running.status()).isEqualTo(409);
        assertThat(running.header("retry-after")).isEqualTo("1");
        assertThat(running.header("x-should-retry")).isEqualTo("true");
        assertThat(running.errorType()).isEqualTo("conflict");

        // then
        stack().worker().finish(id, 1);
        String answer = first.join().response().body();
        assertThat(response(id).response().body()).isEqualTo(answer);
        assertThat(Sse.text(stream(id, "").response().body())).isEqualTo("Hello");
        IssuedKey management = stack().ledger().managementKey(account());
        awaitKey(management);
        assertThat(api().get(path(id, "response"), management.secret())
                        .response()
                        .body())
                .isEqualTo(answer);
    }

    @Test
    void shouldReadAReplyLongAfterItsDeadline() {
        String id = Ids.newRequestId();
        Instant longAgo = Instant.now().minusSeconds(3_600).truncatedTo(ChronoUnit.MILLIS);
        expect(id, request(true, false, longAgo));
        stack().worker().begin(id, "old");
        stack().worker().finish(id, 1);

        assertThat(Sse.text(stream(id, "").response().body())).isEqualTo("old");
    }

    @Test
    void shouldRefusePositionsThatAreNone() {
        String id = askedElsewhere(true, false);
        stack().worker().begin(id, "Hello");
        stack().worker().finish(id, 1);

        for (String bad : List.of("x", "-1", "1-", "1-2-3", "1.5", "1 2", "9".repeat(40), "1-9999999999")) {
            Answer answer = stream(id, bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.json().at("/error/param").asText()).isEqualTo("Last-Event-ID");
        }
        assertThat(api().get(path(id, "stream?starting_after=-1"), secret()).status())
                .isEqualTo(400);
        assertThat(api().get(path(id, "stream?starting_after=%00"), secret()).status())
                .isEqualTo(400);
        Answer beyond = stream(id, "999999");
        assertThat(beyond.status()).isEqualTo(200);
        assertThat(beyond.response().body()).isEmpty();
    }

    @Test
    void shouldNotTellOthersIdsFromNone() {
        // given
        String foreign = Ids.newRequestId();
        expect(
                foreign,
                new ReplyRequest(
                        "acct-other",
                        "key",
                        "m",
                        1,
                        true,
                        true,
                        false,
                        GRACE,
                        Instant.now().plusSeconds(60),
                        null));
        String nothingKept = askedElsewhere(true, true);
        stack().worker().begin(nothingKept, "secret");

        for (String id : List.of(
                foreign, nothingKept, Ids.newRequestId(), "gen-1", "x", "%00", "%ff", "..%2f", "g".repeat(3_000))) {
            for (String what : List.of("stream", "response")) {
                Answer answer = api().get(path(id, what), secret());
                assertThat(answer.status()).as("%s of %s", what, id).isEqualTo(404);
                assertThat(answer.errorType()).isEqualTo("not_found");
                assertThat(answer.response().body()).doesNotContain("secret");
            }
        }
        assertThat(api().post(path(foreign, "cancel"), secret()).status()).isEqualTo(404);
        assertThat(api().get(path(foreign, "stream"), "").status()).isEqualTo(401);
        assertThat(api().post(path(foreign, "stream"), secret()).status()).isEqualTo(405);
    }

    @Test
    void shouldShowTheRouteAgainToACallerThatAskedForIt() {
        for (boolean stream : new boolean[] {true, false}) {
            // given
            CompletableFuture<Answer> first = api().sendLater(api().chatRequest(
                            secret(), Chats.of(TestCatalogue.MODEL, stream), "X-OpenRouter-Metadata", "enabled"));
            String id = stack().worker().take().event().requestId();
            stack().worker().begin(id, "Hello");
            stack().worker().finish(id, 1);
            String shown = first.join().response().body();
            assertThat(shown).contains("openrouter_metadata");

            // when
            Answer again = stream ? stream(id, "") : response(id);

            // then
            assertThat(again.response().body()).isEqualTo(stream ? Sse.bytes(shown) : shown);
        }
    }

    private String askedElsewhere(boolean stream, boolean zeroDataRetention) {
        String id = Ids.newRequestId();
        Instant deadline = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
        expect(id, request(stream, zeroDataRetention, deadline));
        return id;
    }

    private ReplyRequest request(boolean stream, boolean zeroDataRetention, Instant deadline) {
        return new ReplyRequest(
                account(),
                key().stated().key(),
                TestCatalogue.MODEL,
                1_790_000_000,
                stream,
                true,
                zeroDataRetention,
                GRACE,
                deadline,
                null);
    }

    private void expect(String id, ReplyRequest request) {
        readers.expect(id, request, new ReplyReaders.Reader("elsewhere", 1))
                .await()
                .atMost(PATIENCE);
    }

    private Answer stream(String id, String lastEventId) {
        var request = api().request(path(id, "stream")).header("Authorization", "Bearer " + secret());
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return api().send(request.GET().build());
    }

    private Answer response(String id) {
        return api().get(path(id, "response"), secret());
    }

    private static String path(String id, String what) {
        return "/api/v1/generation/" + id + "/" + what;
    }
}
