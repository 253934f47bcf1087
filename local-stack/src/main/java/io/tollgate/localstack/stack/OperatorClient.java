package io.tollgate.localstack.stack;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Calls the HTTP API of a stack with a key. */
public final class OperatorClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int NOT_READY = 503;
    private static final String API = "/api/v1";

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param body the JSON body; a missing node if it is not JSON
     */
    public record Answer(int status, JsonNode body) {

        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    /** Reads money as it is written. */
    private final ObjectMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final String origin;
    private final String key;

    /**
     * A client of one stack.
     *
     * @param origin scheme, host and port of ingress
     * @param key what to authenticate with
     */
    public OperatorClient(String origin, String key) {
        this.origin = origin;
        this.key = key;
    }

    /**
     * A client of the stack whose variables are given, with the operator's key.
     *
     * @param environment what the launcher wrote for scripts
     */
    public static OperatorClient ofEnvironment(Map<String, String> environment) {
        String base = environment.getOrDefault("TOLLGATE_URL", "");
        return new OperatorClient(
                base.endsWith(API) ? base.substring(0, base.length() - API.length()) : base,
                environment.getOrDefault("TOLLGATE_OPERATOR_KEY", ""));
    }

    public Answer get(String path) {
        return send(request(path).GET().build());
    }

    public Answer post(String path, Map<String, ?> body) {
        return send("POST", path, body);
    }

    public Answer patch(String path, Map<String, ?> body) {
        return send("PATCH", path, body);
    }

    private Answer send(String method, String path, Map<String, ?> body) {
        try {
            return send(request(path)
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                    .build());
        } catch (IOException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    /** As {@link #post}, failing with the answer's own words if it is not a success. */
    public JsonNode require(Answer answer) {
        if (!answer.isSuccess()) {
            throw new StartFailedException("Tollgate answered " + answer.status() + ": "
                    + answer.body().at("/error/message").asText());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + key);
    }

    /** A service that is not ready yet says so with 503: it is asked again for a while. */
    private Answer send(HttpRequest request) {
        Instant deadline = Instant.now().plus(PATIENCE);
        Answer answer = once(request);
        while (answer.status() == NOT_READY && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = once(request);
        }
        return answer;
    }

    private Answer once(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), parse(response.body()));
        } catch (IOException failed) {
            throw new StartFailedException("Tollgate does not answer at " + origin + ": " + failed.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailedException("interrupted while calling " + origin);
        }
    }

    private JsonNode parse(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException notJson) {
            return json.missingNode();
        }
    }
}
