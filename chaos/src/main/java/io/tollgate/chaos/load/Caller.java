package io.tollgate.chaos.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.chaos.load.Transcript.Draft;
import io.tollgate.chaos.load.Wish.Manner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes chat calls over plain HTTP and writes down what it sees, byte for byte. Thread-safe. */
public final class Caller implements AutoCloseable {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(90);
    private static final Duration BEFORE_RESUMING = Duration.ofMillis(200);
    private static final int RESUMES = 40;
    private static final String CHAT = "/api/v1/chat/completions";
    private static final String DONE = "[DONE]";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .build();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("call-watch").factory());
    private final ObjectMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Calls and reads the answer as the wish says; never throws for what the other side does. */
    public Transcript call(String origin, Wallet wallet, Wish wish) {
        return call(origin, origin, wallet, wish, Map.of());
    }

    /**
     * Calls and reads the answer as the wish says.
     *
     * @param resumeAt where a stream is taken up again
     * @param headers more headers of the call
     */
    public Transcript call(String origin, String resumeAt, Wallet wallet, Wish wish, Map<String, String> headers) {
        Draft draft = new Draft();
        long begun = System.nanoTime();
        try {
            HttpRequest.Builder request = request(origin + CHAT, wallet)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(wish.body())));
            headers.forEach(request::header);
            exchange(request.build(), draft, wish.manner() == Manner.READ ? Integer.MAX_VALUE : wish.afterEvents());
            for (int i = 0; i < RESUMES && mayResume(draft, wish); i++) {
                LockSupport.parkNanos(BEFORE_RESUMING.toNanos());
                draft.left = false;
                draft.resumed++;
                exchange(resume(resumeAt, wallet, draft), draft, Integer.MAX_VALUE);
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException(impossible);
        }
        return draft.finish(
                wallet.account(), wish.streamed(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    private static boolean mayResume(Draft draft, Wish wish) {
        return wish.manner() == Manner.RESUME && draft.generation != null && !draft.done && draft.errorType == null;
    }

    private static HttpRequest resume(String origin, Wallet wallet, Draft draft) {
        HttpRequest.Builder request = request(origin + "/api/v1/generation/" + draft.generation + "/stream", wallet);
        if (!draft.eventIds.isEmpty()) {
            request.header("Last-Event-ID", draft.eventIds.getLast());
        }
        return request.GET().build();
    }

    private static HttpRequest.Builder request(String url, Wallet wallet) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(LONGEST_CALL)
                .header("Authorization", "Bearer " + wallet.key());
    }

    private void exchange(HttpRequest request, Draft draft, int longest) {
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (draft.resumed == 0 || response.statusCode() < 500) {
                draft.status = response.statusCode();
            }
            response.headers().firstValue("X-Generation-Id").ifPresent(id -> draft.generation = id);
            try (InputStream body = response.body()) {
                ScheduledFuture<?> limit =
                        watch.schedule(() -> close(body), LONGEST_CALL.toSeconds(), TimeUnit.SECONDS);
                try {
                    read(response, body, draft, longest);
                } finally {
                    limit.cancel(false);
                }
            }
        } catch (IOException broken) {
            // the draft says how far it came
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(HttpResponse<?> response, InputStream body, Draft draft, int longest) throws IOException {
        boolean events =
                response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        if (events && response.statusCode() == 200) {
            readEvents(body, draft, longest);
        } else if (response.statusCode() == 200) {
            readWhole(body, draft);
        } else if (draft.resumed == 0 || response.statusCode() < 500) {
            draft.errorType = errorType(json.readTree(body));
        }
    }

    private void readWhole(InputStream body, Draft draft) throws IOException {
        JsonNode answer = json.readTree(body);
        draft.generation = answer.path("id").asText();
        draft.text.append(answer.at("/choices/0/message/content").asText(""));
        usage(answer.path("usage"), draft);
        draft.done = true;
    }

    private void readEvents(InputStream body, Draft draft, int longest) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        String line = lines.readLine();
        int events = 0;
        String id = "";
        while (line != null) {
            if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("data:")) {
                event(id, line.substring(5).strip(), draft);
                events++;
            }
            if (events >= longest) {
                draft.left = true;
                return;
            }
            line = lines.readLine();
        }
    }

    private void event(String id, String data, Draft draft) throws IOException {
        if (data.equals(DONE)) {
            draft.done = true;
            return;
        }
        JsonNode chunk = json.readTree(data);
        if (!id.isEmpty()) {
            draft.eventIds.add(id);
        }
        draft.text.append(chunk.at("/choices/0/delta/content").asText(""));
        usage(chunk.path("usage"), draft);
        if (chunk.hasNonNull("error")) {
            draft.errorType = errorType(chunk);
        }
    }

    private static void usage(JsonNode usage, Draft draft) {
        if (usage.path("cost").isNumber()) {
            draft.cost = usage.path("cost").decimalValue();
            draft.completionTokens = usage.path("completion_tokens").asLong();
        }
    }

    private static String errorType(JsonNode body) {
        String type = body.at("/error/metadata/error_type").asText("");
        return type.isEmpty() ? "untyped" : type;
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException alreadyBroken) {
            // its reader sees the end either way
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        http.shutdownNow();
    }
}
