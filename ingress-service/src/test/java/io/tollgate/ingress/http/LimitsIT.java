package io.tollgate.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.ingress.stack.Api.Answer;
import io.tollgate.ingress.stack.Chats;
import io.tollgate.ingress.stack.IngressTest;
import io.tollgate.ingress.stack.ShortTimes;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What happens at the limits of HTTP, seen on the wire. */
@QuarkusTest
@TestProfile(ShortTimes.class)
class LimitsIT extends IngressTest {

    private static final int MEGABYTE = 1 << 20;

    @Test
    void shouldNotWaitForABodyThatDoesNotCome() throws IOException {
        try (Socket caller = open("Content-Length: 1000\r\n")) {
            write(caller, "{\"model\":");

            String answer = answer(caller);

            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"error_type\":\"timeout\"");
        }
        assertNothingLeft();
    }

    @Test
    void shouldNotWaitForAChunkThatDoesNotCome() throws IOException {
        try (Socket caller = open("Transfer-Encoding: chunked\r\n")) {
            write(caller, "9\r\n{\"model\":\r\n");

            assertThat(answer(caller)).startsWith("HTTP/1.1 408 ");
        }
        assertNothingLeft();
    }

    @Test
    void shouldRefuseAHeaderBlockThatIsTooLarge() throws IOException {
        String headers = IntStream.range(0, 20)
                .mapToObj(i -> "X-Large-" + i + ": " + "x".repeat(1_000) + "\r\n")
                .reduce("", String::concat);
        try (Socket caller = open(headers + "Content-Length: 0\r\n")) {
            assertThat(answer(caller)).startsWith("HTTP/1.1 431 ").contains("\"code\":431");
        }
        assertNothingLeft();
    }

    @Test
    void shouldRefuseAnAddressThatIsTooLong() {
        Answer answer = api().get("/api/v1/models?q=" + "x".repeat(9_000), "");

        assertThat(answer.status()).isEqualTo(414);
        assertThat(answer.errorType()).isEqualTo("invalid_request");
    }

    @Test
    void shouldRefuseAHeaderBlockThatNoServerWouldRead() throws IOException {
        try (Socket caller = open("X-Large: " + "x".repeat(100_000) + "\r\n")) {
            assertThat(answer(caller)).startsWith("HTTP/1.1 431 ");
        }
        assertNothingLeft();
    }

    @Test
    void shouldRefuseAChunkedBodyBeyondTheLimitBeforeItsEnd() throws IOException {
        byte[] chunk = ("100000\r\n" + "x".repeat(MEGABYTE) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (Socket caller = open("Transfer-Encoding: chunked\r\n")) {
            OutputStream out = caller.getOutputStream();
            // a little more than the limit, and no end; the answer must come all the same
            for (int i = 0; i < 32; i++) {
                out.write(chunk);
            }
            write(caller, "1\r\nx\r\n");

            assertThat(answer(caller)).startsWith("HTTP/1.1 413 ").contains("\"code\":413");
        }
        assertNothingLeft();
    }

    @Test
    void shouldRefuseADeclaredBodyBeyondTheLimitUnread() throws IOException {
        try (Socket caller = open("Content-Length: " + 33 * MEGABYTE + "\r\n")) {
            assertThat(answer(caller)).startsWith("HTTP/1.1 413 ");
        }
        assertNothingLeft();
    }

    @Test
    void shouldShedWhatIsMoreThanItTakesOnAtOnce() {
        // given
        List<CompletableFuture<Answer>> running = Stream.generate(() -> api().chatLater(secret(), Chats.streamed()))
                .limit(ShortTimes.MAX_IN_FLIGHT)
                .toList();
        List<String> ids = running.stream()
                .map(answer -> stack().worker().take().event().requestId())
                .toList();

        // when
        Answer shed = api().chat(secret(), Chats.streamed());

        // then
        assertThat(shed.status()).isEqualTo(503);
        assertThat(Integer.parseInt(shed.header("retry-after"))).isBetween(1, 4);
        assertThat(api().get("/api/v1/generation/" + ids.getFirst() + "/stream", secret())
                        .status())
                .isEqualTo(503);
        assertThat(stack().ledger().holds(account())).isEqualTo(ids.size());

        // and when there is room again
        ids.forEach(id -> {
            stack().worker().begin(id, "a");
            stack().worker().finish(id, 1);
        });
        assertThat(running)
                .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
        stack().worker().automatic((worker, request) -> {
            worker.begin(request.event().requestId(), "b");
            worker.finish(request.event().requestId(), 1);
        });
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> api().chat(secret(), Chats.streamed()).status() == 200);
    }

    private void assertNothingLeft() {
        assertThat(stack().ledger().holds(account())).isZero();
        assertThat(stack().worker().count(account())).isZero();
    }

    private Socket open(String headers) throws IOException {
        Socket socket = new Socket(base().getHost(), base().getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        write(
                socket,
                "POST /api/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + secret()
                        + "\r\n" + headers + "\r\n");
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** What comes until the connection is closed. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[8_192];
        try {
            for (int read = socket.getInputStream().read(buffer);
                    read >= 0;
                    read = socket.getInputStream().read(buffer)) {
                answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (SocketException reset) {
            // closed with some of our bytes unread
        }
        return answer.toString();
    }
}
