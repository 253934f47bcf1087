package io.tollgate.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.hold.HoldPlaced;
import io.tollgate.ingress.stack.Api.Answer;
import io.tollgate.ingress.stack.Chats;
import io.tollgate.ingress.stack.IngressTest;
import io.tollgate.ingress.stack.Settings;
import io.tollgate.ingress.stack.ShortTimes;
import io.tollgate.ingress.stack.TestCatalogue;
import io.tollgate.testkit.KafkaTap;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What must be refused is refused in the right words, and leaves nothing behind. */
@QuarkusTest
@TestProfile(ShortTimes.class)
class BadInputIT extends IngressTest {

    private static final String OK = Chats.whole();

    /** A body and the status that refuses it. */
    private record Bad(String name, String body, int status) {}

    private static List<Bad> bodies() {
        return List.of(
                bad("an empty body", "", 400),
                bad("no JSON", "hello", 400),
                bad("an array", "[]", 400),
                bad("a string", "\"x\"", 400),
                bad("null", "null", 400),
                bad("a number", "1", 400),
                bad("trailing garbage", OK + " x", 400),
                bad("a lone surrogate", OK.replace("Hello", "\\ud800"), 400),
                bad("a NUL in the model", OK.replace("acme/chat", "acme/ch\\u0000at"), 400),
                bad("a number of 1,001 digits", OK.replace("100", "1".repeat(1_001)), 400),
                bad("deep nesting", "[".repeat(100_000), 400),
                bad("no model", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 400),
                bad("an unknown model", Chats.of("acme/unknown", false), 400),
                bad("an embedding model", Chats.of(TestCatalogue.EMBEDDING, false), 400),
                bad("a model that nobody can call", Chats.of(TestCatalogue.SILENT, false), 404),
                bad("no fallbacks", OK.replace("\"stream\"", "\"models\":[],\"stream\""), 400),
                bad("four fallbacks", OK.replace("\"stream\"", "\"models\":[\"a\",\"b\",\"c\",\"d\"],\"stream\""), 400),
                bad("messages that are no list", "{\"model\":\"acme/chat\",\"messages\":\"x\"}", 400),
                bad("a message that is null", "{\"model\":\"acme/chat\",\"messages\":[null]}", 400),
                bad("an unknown role", OK.replace("\"user\"", "\"boss\""), 400),
                bad("an unknown part", OK.replace("\"Hello\"", "[{\"type\":\"smell\"}]"), 400),
                bad(
                        "a prompt beyond the context",
                        Chats.of(TestCatalogue.SECOND, false).replace("Hello", "word ".repeat(20_000)),
                        400),
                bad("two different limits", OK.replace("\"stream\"", "\"max_completion_tokens\":5,\"stream\""), 400),
                bad("a limit of zero", OK.replace("100", "0"), 400),
                bad("a limit beyond the endpoint's", OK.replace("100", "100000"), 400),
                bad("a high temperature", OK.replace("\"stream\"", "\"temperature\":2.1,\"stream\""), 400),
                bad("a temperature in words", OK.replace("\"stream\"", "\"temperature\":\"hot\",\"stream\""), 400),
                bad("five stops", OK.replace("\"stream\"", "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"],\"stream\""), 400),
                bad("a stream in words", OK.replace("false", "\"true\""), 400),
                bad(
                        "a schema without one",
                        OK.replace("\"stream\"", "\"response_format\":{\"type\":\"json_schema\"},\"stream\""),
                        400),
                bad(
                        "a negative price",
                        OK.replace("\"stream\"", "\"provider\":{\"max_price\":{\"prompt\":-1}},\"stream\""),
                        400),
                bad(
                        "a provider that does not sell it",
                        OK.replace("\"stream\"", "\"provider\":{\"only\":[\"nobody\"]},\"stream\""),
                        404),
                bad(
                        "a data policy that nobody declared",
                        OK.replace("\"stream\"", "\"provider\":{\"zdr\":true},\"stream\""),
                        404),
                bad("a long user", OK.replace("\"stream\"", "\"user\":\"" + "x".repeat(600) + "\",\"stream\""), 400),
                bad(
                        "a broken image",
                        OK.replace(
                                "\"Hello\"",
                                "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,!!!\"}}]"),
                        400));
    }

    private static Bad bad(String name, String body, int status) {
        return new Bad(name, body, status);
    }

    @Test
    void shouldRefuseBodies() {
        Map<Bad, CompletableFuture<Answer>> answers = new LinkedHashMap<>();
        bodies().forEach(bad -> answers.put(bad, api().chatLater(secret(), bad.body())));

        SoftAssertions.assertSoftly(softly ->
                answers.forEach((bad, answer) -> softly.assertThatCode(() -> assertTyped(answer.join(), bad.status()))
                        .as(bad.name())
                        .doesNotThrowAnyException()));
        assertNothingLeft();
    }

    @Test
    void shouldRefuseWhatIsNotJson() {
        assertTyped(post(OK.getBytes(StandardCharsets.UTF_8), "Content-Type", "text/plain"), 415);
        assertTyped(post(OK.getBytes(StandardCharsets.UTF_8), "Content-Encoding", "gzip"), 415);
        assertTyped(post(OK.getBytes(StandardCharsets.UTF_16), "X-Any", "x"), 400);
        assertTyped(post(new byte[] {'{', '"', (byte) 0xc3, 0x28, '"', '}'}, "X-Any", "x"), 400);
        assertNothingLeft();
    }

    @Test
    void shouldRefuseBodiesBeyondTheLimit() {
        byte[] large = new byte[34 * 1024 * 1024];
        HttpRequest chunked = api().request("/api/v1/chat/completions")
                .header("Authorization", "Bearer " + secret())
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build();

        assertThat(api().sendLeniently(chunked)).isIn(413, 0);
        assertNothingLeft();
    }

    @Test
    void shouldRefuseOtherMethodsAndPaths() {
        Answer wrongMethod = api().get("/api/v1/chat/completions", secret());
        assertTyped(wrongMethod, 405);
        assertThat(wrongMethod.header("allow")).isEqualTo("POST");
        assertTyped(api().get("/api/v1/nothing", secret()), 404);
        assertTyped(api().get("/", ""), 404);
        assertTyped(api().get("/api/v1/model/a/%ff%00", ""), 404);
        assertTyped(api().get("/api/v1/models?limit=0", ""), 400);
        assertTyped(api().get("/api/v1/models?limit=-1", ""), 400);
        assertTyped(api().get("/api/v1/models?limit=10001", ""), 400);
        assertTyped(api().get("/api/v1/models?offset=x", ""), 400);
        assertTyped(api().get("/api/v1/presets", secret()), 501);
        assertTyped(send("POST", "/api/v1/responses"), 501);
        assertTyped(send("POST", "/api/v1/embeddings"), 501);
        assertTyped(send("POST", "/api/v1/completions"), 501);
        assertThat(send("POST", "/api/v1/messages").header("x-should-retry")).isEqualTo("false");
        assertNothingLeft();
    }

    @Test
    void shouldRefuseKeysThatAreNone() {
        for (String authorization :
                List.of("Basic abc", "Bearer", "Bearer  ", "Bearer sk-tg-v1-x", "Bearer " + "x".repeat(10_000))) {
            HttpRequest request = api().request("/api/v1/chat/completions")
                    .header("Authorization", authorization)
                    .POST(BodyPublishers.ofString(OK))
                    .build();
            Answer answer = api().send(request);
            assertTyped(answer, 401);
            assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
        }
        assertNothingLeft();
    }

    @Test
    void shouldNeverFailWhateverTheBytes() {
        Random random = new Random(20_261_122);
        List<String> seeds = List.of(
                Chats.whole(),
                Chats.streamed().replace("acme/chat", "acme/unknown"),
                OK.replace("\"Hello\"", "[{\"type\":\"text\",\"text\":\"x\"}]"),
                OK.replace(
                        "\"stream\"", "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"stream\""),
                OK.replace("\"stream\"", "\"provider\":{\"order\":[\"openai\"],\"sort\":\"price\"},\"stream\""));
        // no credit: whatever is valid after all ends at the hold
        stack().ledger().grant(account(), "0");

        List<byte[]> bodies = IntStream.range(0, 5_000)
                .mapToObj(i -> mutated(seeds.get(i % seeds.size()), random))
                .toList();
        Semaphore window = new Semaphore(50);
        List<CompletableFuture<Answer>> answers = bodies.stream()
                .map(body -> {
                    window.acquireUninterruptibly();
                    return api().sendLater(api().request("/api/v1/chat/completions")
                                    .header("Authorization", "Bearer " + secret())
                                    .POST(BodyPublishers.ofByteArray(body))
                                    .build())
                            .whenComplete((answer, failure) -> window.release());
                })
                .toList();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().status()).isBetween(400, 499));
        assertNothingLeft();
    }

    private static byte[] mutated(String seed, Random random) {
        byte[] bytes = seed.getBytes(StandardCharsets.UTF_8);
        int edits = 1 + random.nextInt(4);
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "{}[]\",:0123456789-eE.\\tfn".charAt(random.nextInt(25));
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                default -> {
                    byte[] longer = new byte[bytes.length + 8];
                    System.arraycopy(bytes, 0, longer, 0, at);
                    System.arraycopy(bytes, Math.max(0, at - 8), longer, at, bytes.length - Math.max(0, at - 8));
                    bytes = longer;
                }
            }
        }
        return bytes;
    }

    private static void assertTyped(Answer answer, int status) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.json().at("/error/code").asInt()).isEqualTo(status);
        assertThat(answer.json().at("/error/message").asText()).isNotEmpty();
        assertThat(answer.json().at("/error/type").asText()).isNotEmpty();
        assertThat(answer.json().at("/error").has("param")).isTrue();
        assertThat(answer.errorType()).isNotEmpty();
    }

    private void assertNothingLeft() {
        assertThat(stack().ledger().holds(account())).isZero();
        assertThat(stack().worker().count(account())).isZero();
        try (KafkaTap kafka = new KafkaTap(Settings.kafka())) {
            assertThat(kafka.events(HoldPlaced.class, Topic.HOLDS.topicName()))
                    .noneMatch(placed -> placed.account().equals(account()));
        }
    }

    private Answer post(byte[] body, String header, String value) {
        return api().send(api().request("/api/v1/chat/completions")
                .header("Authorization", "Bearer " + secret())
                .header(header, value)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private Answer send(String method, String path) {
        return api().send(api().request(path)
                .header("Authorization", "Bearer " + secret())
                .method(method, BodyPublishers.ofString("{}"))
                .build());
    }
}
