package io.tollgate.ingress.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.dialects.json.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A caller. */
public final class Api implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    public Api(URI base) {
        this.base = base;
    }

    /** A whole answer. */
    public record Answer(int status, HttpResponse<String> response) {

        public JsonNode json() {
            try {
                return WireJson.mapper().readTree(response.body());
            } catch (IOException unreadable) {
                throw new UncheckedIOException("not JSON: " + response.body(), unreadable);
            }
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String errorType() {
            return json().at("/error/metadata/error_type").asText();
        }
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
    }

    public Answer get(String path, String secret) {
        return send(getRequest(path, secret));
    }

    /** A request that goes out at once, and whose answer comes later. */
    public CompletableFuture<Answer> getLater(String path, String secret) {
        return sendLater(getRequest(path, secret));
    }

    private HttpRequest getRequest(String path, String secret) {
        HttpRequest.Builder request = request(path);
        if (!secret.isEmpty()) {
            request.header("Authorization", "Bearer " + secret);
        }
        return request.GET().build();
    }

    public HttpRequest chatRequest(String secret, String body) {
        return request("/api/v1/chat/completions")
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /** A chat request with one more header. */
    public HttpRequest chatRequest(String secret, String body, String header, String value) {
        return HttpRequest.newBuilder(chatRequest(secret, body), (name, kept) -> true)
                .header(header, value)
                .build();
    }

    /** Lets the stand-in of the owning services answer a path with 200 and a body. */
    public void tellOwners(String path, byte[] body) {
        send(HttpRequest.newBuilder(URI.create(Settings.owners() + path))
                .PUT(BodyPublishers.ofByteArray(body))
                .build());
    }

    public Answer chat(String secret, String body) {
        return send(chatRequest(secret, body));
    }

    public Answer post(String path, String secret) {
        return send(request(path)
                .header("Authorization", "Bearer " + secret)
                .POST(BodyPublishers.noBody())
                .build());
    }

    public CompletableFuture<Answer> chatLater(String secret, String body) {
        return client.sendAsync(chatRequest(secret, body), BodyHandlers.ofString())
                .thenApply(response -> new Answer(response.statusCode(), response));
    }

    public CompletableFuture<Answer> sendLater(HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofString())
                .thenApply(response -> new Answer(response.statusCode(), response));
    }

    /** The status, or 0 if the connection was closed while the body was still on its way. */
    public int sendLeniently(HttpRequest request) {
        try {
            return send(request).status();
        } catch (UncheckedIOException closed) {
            return 0;
        }
    }

    public Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
