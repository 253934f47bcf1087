package io.tollgate.simulator.call;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** Calls the simulator as a worker does. */
final class Caller {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base = ConfigProvider.getConfig().getValue("test.url", URI.class);

    URI base() {
        return base;
    }

    /** A reply and the attempt it was for. */
    record Reply(int status, String body, HttpResponse<String> raw, String attempt) {
        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        /** The data of each server-sent event that is JSON. */
        List<JsonNode> events() throws IOException {
            List<JsonNode> events = new ArrayList<>();
            for (String line : body.lines().toList()) {
                if (line.startsWith("data: {")) {
                    events.add(JSON.readTree(line.substring(6)));
                }
            }
            return events;
        }
    }

    Reply openAi(String provider, String body) throws IOException, InterruptedException {
        return post("openai-chat/" + provider + "/v1/chat/completions", body, "Authorization", "Bearer sk-test");
    }

    Reply anthropic(String provider, String body) throws IOException, InterruptedException {
        return post(
                "anthropic-messages/" + provider + "/v1/messages",
                body,
                "x-api-key",
                "sk-test",
                "anthropic-version",
                "2023-06-01");
    }

    Reply gemini(String provider, String verb, String body) throws IOException, InterruptedException {
        return post(
                "gemini-generate-content/" + provider + "/models/gemini-pro:" + verb, body, "x-goog-api-key", "AIza");
    }

    Reply post(String path, String body, String... headers) throws IOException, InterruptedException {
        String attempt = UUID.randomUUID().toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/" + path))
                .header("Content-Type", "application/json")
                .header("x-tollgate-attempt", attempt)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> reply = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(reply.statusCode(), reply.body(), reply, attempt);
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/" + path)).build();
        return JSON.readTree(
                HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** The only line of the record for an attempt; it comes soon after the reply. */
    JsonNode line(String attempt) {
        return onlyLine("attempt=" + attempt);
    }

    /** The only line of the record after a number. */
    JsonNode lineAfter(long seq) {
        return onlyLine("since=" + seq);
    }

    private JsonNode onlyLine(String query) {
        JsonNode calls = await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> get("_sim/calls?" + query).path("calls"), found -> !found.isEmpty());
        if (calls.size() != 1) {
            throw new AssertionError("expected one line, found " + calls);
        }
        return calls.get(0);
    }

    /** The number of the last line, once no call is running. */
    long lastLine() {
        return await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> get("_sim/calls/summary"),
                        summary -> summary.path("running").asInt() == 0)
                .path("calls")
                .asLong();
    }

    void script(String path, String script) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/_sim/" + path))
                .PUT(HttpRequest.BodyPublishers.ofString(script))
                .build();
        HttpResponse<String> reply = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (reply.statusCode() != 204) {
            throw new AssertionError(reply.statusCode() + " " + reply.body());
        }
    }

    void forgetScripts() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve("/_sim/scripts")).DELETE().build();
        HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
