package io.tollgate.chaos.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.chaos.load.KnownAnswer;
import io.tollgate.contracts.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Sets what the simulated providers do, and reads what they did. */
public final class Simulator {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int PAGE = 10_000;
    private static final int MOST_ATTEMPTS = 8;
    private static final int USUAL_PACE = 100;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;

    Simulator(String url) {
        this.url = url;
    }

    /** The usual script: the known answer at a pace at which a fault can meet it half way. */
    public void usual() {
        pace(USUAL_PACE);
    }

    /** The known answer at another pace, in tokens a second. */
    public void pace(int tokensPerSecond) {
        script(tokensPerSecond, KnownAnswer.WORDS, List.of());
    }

    /** An answer of so many words of the known one. */
    public void script(int tokensPerSecond, int words, List<Map<String, ?>> faults) {
        Map<String, Object> script = new HashMap<>();
        script.put("timeToFirstTokenMillis", 50);
        script.put("tokensPerSecond", tokensPerSecond);
        script.put("answer", KnownAnswer.of(words));
        script.put("faults", faults);
        script(script);
    }

    /** Any script; the simulator's README has the names. */
    public void script(Map<String, ?> script) {
        put("/_sim/default", script);
    }

    /** Every call recorded after the given line. */
    public List<JsonNode> calls(long since) {
        List<JsonNode> all = new ArrayList<>();
        long next = since;
        while (true) {
            JsonNode page = get("/_sim/calls?limit=" + PAGE + "&since=" + next);
            page.path("calls").forEach(all::add);
            if (page.path("next").asLong() == next) {
                return all;
            }
            next = page.path("next").asLong();
        }
    }

    /** The calls of one request, in the order of their attempts. */
    public List<JsonNode> callsOf(String requestId) {
        List<JsonNode> calls = new ArrayList<>();
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            UUID id = Ids.attemptId(requestId, attempt);
            get("/_sim/calls?attempt=" + id).path("calls").forEach(calls::add);
        }
        return calls;
    }

    /** How many calls are under way. */
    public long running() {
        return get("/_sim/calls/summary").path("running").asLong();
    }

    /** The number of the newest line of the record. */
    public long lines() {
        return calls(0).size();
    }

    private JsonNode get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    private void put(String path, Map<String, ?> body) {
        try {
            send(HttpRequest.newBuilder(URI.create(url + path))
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body))));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException("the simulator answered " + response.statusCode() + " to "
                        + response.request().uri());
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
