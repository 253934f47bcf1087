package io.tollgate.bench.sevenmonths;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Calls a service as ingress does for the operator; there is no ingress in this stack. */
final class ServiceClient {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String baseUrl;
    private final String internalSecret;

    ServiceClient(String baseUrl, String internalSecret) {
        this.baseUrl = baseUrl;
        this.internalSecret = internalSecret;
    }

    /** @throws IllegalStateException if the answer is not a success */
    JsonNode get(String path) {
        return send(request(path).GET());
    }

    /** @throws IllegalStateException if the answer is not a success */
    JsonNode post(String path, Map<String, ?> body) {
        return send(request(path)
                .POST(BodyPublishers.ofString(JSON.valueToTree(body).toString())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(TIMEOUT)
                .header("X-Tollgate-Internal", internalSecret)
                .header("X-Tollgate-Role", "operator");
    }

    private JsonNode send(HttpRequest.Builder request) {
        HttpRequest made = request.build();
        try {
            HttpResponse<byte[]> response = http.send(made, BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(made.uri() + " answered " + response.statusCode());
            }
            return JSON.readTree(response.body());
        } catch (IOException failed) {
            throw new IllegalStateException(made.uri() + " does not answer", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calling " + made.uri(), interrupted);
        }
    }
}
