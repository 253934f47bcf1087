package io.tollgate.ingress.resume;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.ingress.stack.Api.Answer;
import io.tollgate.ingress.stack.Chats;
import io.tollgate.ingress.stack.IngressTest;
import io.tollgate.ingress.stack.ShortTimes;
import io.tollgate.ingress.stack.Sse;
import io.tollgate.ingress.stack.TestCatalogue;
import io.tollgate.livestate.Frames;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.ReplyReaders;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortTimes.class)
class DisconnectIT extends IngressTest {

    private static final Duration LONGER_THAN_THE_GRACE = Duration.ofMillis(1_200);

    @Inject
    Leases leases;

    @Inject
    ReplyReaders readers;

    @Inject
    Frames frames;

    private final Queue<String> cancelled = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void listen() {
        leases.cancellations().subscribe().with(cancelled::add);
    }

    @Test
    void shouldCancelWhenTheCallerOfAStreamLeaves() throws IOException {
        String id;
        try (Socket caller = send(Chats.streamed(), "")) {
            id = stack().worker().take().event().requestId();
            stack().worker().begin(id, "Hel");
            assertThat(caller.getInputStream().read()).isNotNegative();
        }
        awaitCancelled(id);
    }

    @Test
    void shouldCancelWhenTheCallerOfAWholeAnswerLeaves() throws IOException {
        String id;
        try (Socket caller = send(Chats.whole(), "X-Tollgate-On-Disconnect: CANCEL\r\n")) {
            id = stack().worker().take().event().requestId();
            assertThat(caller.isConnected()).isTrue();
        }
        awaitCancelled(id);
    }

    @Test
    void shouldRunOnWithoutItsCallerIfAskedTo() throws IOException {
        // given
        String id;
        try (Socket caller = send(Chats.streamed(), "X-Tollgate-On-Disconnect: continue\r\n")) {
            id = stack().worker().take().event().requestId();
            stack().worker().begin(id, "Hel");
            assertThat(caller.getInputStream().read()).isNotNegative();
        }

        // when
        pause();
        assertThat(cancelled).doesNotContain(id);
        stack().worker().text(id, 1, "lo");
        stack().worker().finish(id, 2);

        // then
        assertThat(Sse.text(stream(id).join().response().body())).isEqualTo("Hello");
    }

    @Test
    void shouldNotCancelWhatSomebodyReadsAgainInTime() throws IOException {
        // given
        String id;
        try (Socket caller = send(Chats.streamed(), "")) {
            id = stack().worker().take().event().requestId();
            stack().worker().begin(id, "Hel");
            assertThat(caller.getInputStream().read()).isNotNegative();
        }

        // when
        try (Socket again = get("/api/v1/generation/" + id + "/stream")) {
            assertThat(again.getInputStream().read()).isNotNegative();
            pause();
            assertThat(cancelled).doesNotContain(id);
        }

        // then
        awaitCancelled(id);
    }

    @Test
    void shouldNotCancelWhileAnotherReaderIsLeft() throws IOException {
        // given one reader here and one elsewhere
        String id;
        ReplyReaders.Reader elsewhere = new ReplyReaders.Reader("elsewhere", 7);
        try (Socket caller = send(Chats.streamed(), "")) {
            id = stack().worker().take().event().requestId();
            stack().worker().begin(id, "Hel");
            assertThat(caller.getInputStream().read()).isNotNegative();
            readers.join(id, account(), elsewhere, false).await().atMost(PATIENCE);
        }
        pause();
        assertThat(cancelled).doesNotContain(id);

        // when
        stack().worker().finish(id, 1);

        // then
        assertThat(Sse.data(stream(id).join().response().body()).getLast()).isEqualTo("[DONE]");
    }

    @Test
    void shouldRefuseAPolicyThatIsNone() {
        for (String bad : List.of("maybe", "", "cancel,continue")) {
            HttpRequest request = api().chatRequest(secret(), Chats.whole(), "X-Tollgate-On-Disconnect", bad);
            assertThat(api().send(request).status()).as(bad).isEqualTo(400);
        }
        assertThat(stack().ledger().holds(account())).isZero();
    }

    @Test
    void shouldCancelOnDemand() {
        // given
        CompletableFuture<Answer> answer = api().chatLater(secret(), Chats.streamed());
        String id = stack().worker().take().event().requestId();
        stack().worker().begin(id, "Hel");

        // when
        Answer accepted = api().post("/api/v1/generation/" + id + "/cancel", secret());

        // then
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.json().at("/id").asText()).isEqualTo(id);
        assertThat(accepted.json().at("/status").asText()).isEqualTo("cancelling");
        awaitCancelled(id);
        assertThat(api().post("/api/v1/generation/" + id + "/cancel", secret()).status())
                .isEqualTo(202);

        // and when it is over
        stack().worker().finish(id, 1);
        assertThat(answer.join().status()).isEqualTo(200);
        Answer late = api().post("/api/v1/generation/" + id + "/cancel", secret());
        assertThat(late.status()).isEqualTo(200);
        assertThat(late.json().at("/status").asText()).isEqualTo("finished");
    }

    @Test
    void shouldDisconnectACallerThatReadsNothingAndLetItComeBack() throws IOException {
        // given more than all buffers on the way can take
        String text = "x".repeat(500_000);
        String id;
        try (Socket caller = send(Chats.streamed(), "X-Tollgate-On-Disconnect: continue\r\n")) {
            id = stack().worker().take().event().requestId();
            stack().worker().begin(id, "a");
            for (int seq = 1; seq <= 14; seq++) {
                stack().worker().append(id, Frame.next(seq, List.of(new ReplyEvent.Text(0, text))));
            }

            // when it reads nothing for longer than it may, and then all it can get
            Awaitility.await().atMost(PATIENCE).until(() -> alive(id) == 0);
            byte[] got = read(caller);
            assertThat(new String(got, StandardCharsets.UTF_8)).doesNotContain("[DONE]");
        }
        stack().worker().finish(id, 15);

        // then
        String body = stream(id).join().response().body();
        assertThat(Sse.text(body)).hasSize(1 + 14 * text.length());
        assertThat(Sse.data(body).getLast()).isEqualTo("[DONE]");
    }

    @Test
    void shouldLeaveNothingToResumeIfNothingMayBeKept() {
        // given
        String body =
                Chats.of(TestCatalogue.SECOND, true).replace("\"stream\"", "\"provider\":{\"zdr\":true},\"stream\"");
        CompletableFuture<Answer> answer = api().chatLater(secret(), body);
        String id = stack().worker().take().event().requestId();
        stack().worker().begin(id, "secret");
        assertThat(stream(id).join().status()).isEqualTo(404);
        assertThat(api().get("/api/v1/generation/" + id + "/response", secret()).status())
                .isEqualTo(404);

        // when
        stack().worker().finish(id, 1);
        assertThat(Sse.text(answer.join().response().body())).isEqualTo("secret");

        // then
        Awaitility.await()
                .atMost(Duration.ofSeconds(3))
                .until(() -> frames.read(id, -1, 10).await().atMost(PATIENCE).isEmpty());
        assertThat(readers.find(id, account(), true).await().atMost(PATIENCE)).isEmpty();
        assertThat(stream(id).join().status()).isEqualTo(404);
    }

    private void awaitCancelled(String id) {
        Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> cancelled.contains(id));
    }

    /** Lets more than the grace period pass: what must not happen within it can be seen only then. */
    private static void pause() {
        Awaitility.await().pollDelay(LONGER_THAN_THE_GRACE).until(() -> true);
    }

    private long alive(String id) {
        // asking as a reader that was never there changes nothing
        return readers.leave(id, new ReplyReaders.Reader("nobody", 1)).await().atMost(PATIENCE);
    }

    private static byte[] read(Socket caller) throws IOException {
        try (InputStream in = caller.getInputStream()) {
            return in.readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }

    private CompletableFuture<Answer> stream(String id) {
        return api().getLater("/api/v1/generation/" + id + "/stream", secret());
    }

    private Socket send(String body, String header) throws IOException {
        return open(
                "POST /api/v1/chat/completions HTTP/1.1\r\n" + header
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n",
                body);
    }

    private Socket get(String path) throws IOException {
        return open("GET " + path + " HTTP/1.1\r\n", "");
    }

    private Socket open(String head, String body) throws IOException {
        Socket socket = new Socket(base().getHost(), base().getPort());
        String request = head + "Host: localhost\r\nAuthorization: Bearer " + secret() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }
}
