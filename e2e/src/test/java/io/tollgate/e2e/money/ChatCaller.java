package io.tollgate.e2e.money;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes chat calls over plain HTTP and keeps what each answer said it cost. Thread-safe. */
final class ChatCaller {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String DATA = "data: ";

    /**
     * How a call ended, as its caller saw it.
     *
     * @param status HTTP status; 0 if the connection broke
     * @param generation id of the request; absent if none was given
     * @param clean whether the answer ended as a complete one does
     * @param cost the charge that the answer stated, in USD; absent if it stated none
     * @param completionTokens as the answer stated them
     */
    record Seen(
            int status,
            @Nullable String generation,
            boolean clean,
            @Nullable BigDecimal cost,
            long completionTokens) {}

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final String url;
    private final String key;

    ChatCaller(String baseUrl, String key) {
        this.url = baseUrl + "/chat/completions";
        this.key = key;
    }

    /** Calls and reads the answer to its end, whatever becomes of it. */
    Seen call(Map<String, ?> body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(TIMEOUT)
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            String generation = response.headers().firstValue("X-Generation-Id").orElse(null);
            if (response.statusCode() != 200) {
                return new Seen(response.statusCode(), generation, false, null, 0);
            }
            boolean streamed =
                    response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
            return streamed ? stream(generation, response.body()) : whole(response.body());
        } catch (IOException broken) {
            return new Seen(0, null, false, null, 0);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private Seen whole(String body) throws IOException {
        JsonNode answer = json.readTree(body);
        return seen(answer.path("id").asText(), true, answer.path("usage"));
    }

    private Seen stream(@Nullable String generation, String body) throws IOException {
        List<String> events = body.lines().filter(line -> line.startsWith(DATA)).toList();
        boolean clean = !events.isEmpty() && events.getLast().equals(DATA + "[DONE]");
        JsonNode usage = json.missingNode();
        for (String event : events) {
            if (!event.endsWith("[DONE]")) {
                JsonNode chunk = json.readTree(event.substring(DATA.length()));
                usage = chunk.hasNonNull("usage") ? chunk.path("usage") : usage;
            }
        }
        return seen(generation, clean, usage);
    }

    private static Seen seen(@Nullable String generation, boolean clean, JsonNode usage) {
        BigDecimal cost = usage.path("cost").isNumber() ? usage.path("cost").decimalValue() : null;
        return new Seen(
                200, generation, clean, cost, usage.path("completion_tokens").asLong());
    }
}
