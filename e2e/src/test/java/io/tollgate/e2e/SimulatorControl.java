package io.tollgate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sets what the simulated providers do, and reads what they did. */
public final class SimulatorControl {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;

    SimulatorControl(String url) {
        this.url = url;
    }

    /** Sets the script of everything that has none of its own; see the simulator's README for the names. */
    public void script(Map<String, ?> script) {
        put("/_sim/default", script);
    }

    /** Sets the script of one model, as the provider calls it. */
    public void script(String providerModel, Map<String, ?> script) {
        put("/_sim/models/" + providerModel, script);
    }

    /** Every call recorded after the given line. */
    public List<JsonNode> calls(long since) {
        List<JsonNode> all = new ArrayList<>();
        long next = since;
        while (true) {
            JsonNode page = get("/_sim/calls?limit=10000&since=" + next);
            page.path("calls").forEach(all::add);
            if (page.path("next").asLong() == next) {
                return all;
            }
            next = page.path("next").asLong();
        }
    }

    /** Sums over all calls. */
    public JsonNode summary() {
        return get("/_sim/calls/summary");
    }

    private JsonNode get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET().build());
    }

    private void put(String path, Map<String, ?> body) {
        try {
            send(HttpRequest.newBuilder(URI.create(url + path))
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                    .build());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException("the simulator answered " + response.statusCode() + " to " + request);
            }
            return response.body().length == 0 ? json.createObjectNode() : json.readTree(response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
