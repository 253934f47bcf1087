package io.tollgate.simulator.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class FaultsTest {

    private static final String STREAM = "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private final Caller caller = new Caller();

    @BeforeEach
    void reset() throws Exception {
        caller.forgetScripts();
    }

    @ParameterizedTest
    @CsvSource({"429,7", "500,", "503,", "529,"})
    void shouldAnswerWithTheScriptedStatusForTheNextCalls(int status, Integer retryAfter) throws Exception {
        caller.script(
                "models/m",
                "{\"faults\":[{\"kind\":\"status\",\"status\":" + status + ",\"nextCalls\":1,\"retryAfterSeconds\":"
                        + retryAfter + "}]}");

        Caller.Reply struck = caller.openAi("p", STREAM);
        assertThat(struck.status()).isEqualTo(status);
        assertThat(struck.raw().headers().firstValue("Retry-After").orElse(null))
                .isEqualTo(retryAfter == null ? null : retryAfter.toString());
        assertThat(struck.json().path("error").has("message")).isTrue();
        assertThat(caller.line(struck.attempt()).path("ended").asText()).isEqualTo("fault:status");
        assertThat(caller.openAi("p", STREAM).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection_closed", "cut"})
    void shouldBreakTheConnection(String kind) throws Exception {
        caller.script("providers/broken", "{\"faults\":[{\"kind\":\"" + kind + "\"}]}");
        long before = caller.lastLine();

        assertThatThrownBy(() -> caller.openAi("broken", STREAM)).isInstanceOf(IOException.class);

        JsonNode line = caller.lineAfter(before);
        assertThat(line.path("ended").asText()).isEqualTo("fault:" + kind);
        assertThat(line.path("tokensWritten").asInt()).isEqualTo(kind.equals("cut") ? 5 : 0);
        assertThat(caller.openAi("whole", STREAM).status()).isEqualTo(200);
    }

    @Test
    void shouldFailMidStreamInTheProvidersWords() throws Exception {
        caller.script("default", "{\"faults\":[{\"kind\":\"error_event\",\"afterTokens\":3,\"status\":529}]}");

        Caller.Reply openAi = caller.openAi("p", STREAM);
        assertThat(openAi.events().getLast().at("/error/type").asText()).isEqualTo("server_error");
        assertThat(openAi.body()).doesNotContain("[DONE]");
        Caller.Reply anthropic = caller.anthropic(
                "p",
                "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        assertThat(anthropic.events().getLast().at("/error/type").asText()).isEqualTo("overloaded_error");
        Caller.Reply gemini = caller.gemini(
                "p",
                "streamGenerateContent?alt=sse",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}]}");
        assertThat(gemini.events().getLast().at("/error/status").asText()).isEqualTo("UNAVAILABLE");
        assertThat(caller.line(gemini.attempt()).path("tokensWritten").asInt()).isEqualTo(3);
    }

    @Test
    void shouldMisreportUsage() throws Exception {
        caller.script("models/m", "{\"faults\":[{\"kind\":\"missing_usage\"}]}");
        assertThat(caller.openAi("p", STREAM).events().getLast().hasNonNull("usage"))
                .isFalse();

        caller.script("models/m", "{\"faults\":[{\"kind\":\"double_usage\"}]}");
        List<JsonNode> twice = caller.openAi("p", STREAM).events();
        assertThat(twice.stream().filter(event -> event.hasNonNull("usage"))).hasSize(2);

        caller.script("models/m", "{\"faults\":[{\"kind\":\"negative_usage\"}]}");
        assertThat(caller.openAi("p", STREAM)
                        .events()
                        .getLast()
                        .at("/usage/prompt_tokens")
                        .asInt())
                .isNegative();

        caller.script("models/m", "{\"faults\":[{\"kind\":\"empty_answer\"}]}");
        assertThat(caller.openAi("p", STREAM)
                        .events()
                        .getLast()
                        .at("/usage/completion_tokens")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage_html", "garbage_bytes", "garbage_line", "truncated"})
    void shouldWriteGarbage(String kind) throws Exception {
        caller.script("models/m", "{\"faults\":[{\"kind\":\"" + kind + "\"}]}");

        Caller.Reply reply = caller.openAi("p", STREAM);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).doesNotContain("[DONE]");
        assertThat(caller.line(reply.attempt()).path("ended").asText()).isEqualTo("fault:" + kind);
    }

    @Test
    void shouldDripABytePerInterval() throws Exception {
        caller.script("models/m", "{\"answer\":\"x\",\"faults\":[{\"kind\":\"slow_loris\",\"intervalMillis\":1}]}");

        Caller.Reply reply = caller.openAi("p", STREAM);

        assertThat(reply.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void shouldRecordACallerWhoLeaves() throws Exception {
        caller.script("models/m", "{\"tokensPerSecond\":50,\"answerTokens\":5000,\"timeToFirstTokenMillis\":1}");
        long before = caller.lastLine();

        try (Socket socket = new Socket(caller.base().getHost(), caller.base().getPort())) {
            byte[] body = STREAM.getBytes(StandardCharsets.UTF_8);
            String head =
                    "POST /openai-chat/p/chat/completions HTTP/1.1\r\nHost: sim\r\nAuthorization: Bearer k\r\nContent-Length: "
                            + body.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            InputStream reply = socket.getInputStream();
            assertThat(reply.readNBytes(2_000)).hasSize(2_000);
            assertThat(caller.get("_sim/calls/summary").path("running").asInt()).isPositive();
        }

        JsonNode line = caller.lineAfter(before);
        assertThat(line.path("ended").asText()).isEqualTo("client_closed");
        assertThat(line.path("tokensWritten").asInt()).isBetween(4, 500);
    }

    @Test
    void shouldKeepItsPace() throws Exception {
        caller.script("models/m", "{\"tokensPerSecond\":100,\"answerTokens\":50,\"timeToFirstTokenMillis\":100}");
        long began = System.nanoTime();

        caller.openAi("p", STREAM);

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(550), Duration.ofMillis(2_000));
    }

    @Test
    void shouldTakeLargeBodies() throws Exception {
        String image = "A".repeat(20 << 20);
        Caller.Reply reply = caller.openAi(
                "p",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":"
                        + "\"data:image/png;base64," + image + "\"}}]}]}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(caller.line(reply.attempt()).path("images").asInt()).isEqualTo(1);
    }

    @Test
    void shouldRefuseScriptsThatMakeNoSense() {
        assertThatThrownBy(() -> caller.script("default", "{\"speed\":1}")).isInstanceOf(AssertionError.class);
    }
}
