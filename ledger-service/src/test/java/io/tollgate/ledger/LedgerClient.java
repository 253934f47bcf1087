package io.tollgate.ledger;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.testkit.InfrastructureResource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the ledger as ingress does. */
public final class LedgerClient {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final Map<String, String> headers;

    private LedgerClient(URI base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    /** What came back. */
    public record Answer(int status, JsonNode body) {

        public JsonNode data() {
            return body.path("data");
        }

        public String errorType() {
            return body.at("/error/metadata/error_type").asText();
        }
    }

    public static LedgerClient operator(URI base) {
        return new LedgerClient(
                base,
                Map.of("X-Tollgate-Internal", InfrastructureResource.INTERNAL_SECRET, "X-Tollgate-Role", "operator"));
    }

    public static LedgerClient stranger(URI base) {
        return new LedgerClient(base, Map.of("X-Tollgate-Role", "operator"));
    }

    public LedgerClient as(String role, String account, String keyHash) {
        Map<String, String> changed = new HashMap<>(headers);
        changed.put("X-Tollgate-Role", role);
        changed.put("X-Tollgate-Account", account);
        changed.put("X-Tollgate-Key-Hash", keyHash);
        return new LedgerClient(base, changed);
    }

    /** The same caller with another header. */
    public LedgerClient with(String name, String value) {
        Map<String, String> changed = new HashMap<>(headers);
        changed.put(name, value);
        return new LedgerClient(base, changed);
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    public Answer post(String path, String body) {
        return call("POST", path, body);
    }

    public Answer patch(String path, String body) {
        return call("PATCH", path, body);
    }

    public Answer delete(String path) {
        return call("DELETE", path, null);
    }

    private Answer call(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), MAPPER.readTree(response.body()));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
