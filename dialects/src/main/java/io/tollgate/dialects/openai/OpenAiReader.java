package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.FailureKind;
import io.tollgate.dialects.provider.ProviderFailureException;
import io.tollgate.dialects.provider.ReplyReader;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.dialects.sse.SseEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads chunks or one whole answer of an OpenAI-compatible host. */
final class OpenAiReader implements ReplyReader {

    private static final String DONE = "[DONE]";

    private final String attemptId;
    private final Map<Integer, ChoiceReader> choices = new TreeMap<>();
    private boolean began;
    private boolean done;

    OpenAiReader(String attemptId) {
        this.attemptId = attemptId;
    }

    @Override
    public List<ReplyEvent> read(SseEvent event) {
        String data = event.data().strip();
        if (data.equals(DONE)) {
            done = true;
            return List.of();
        }
        if (data.isEmpty() || done) {
            return List.of();
        }
        JsonNode chunk = parse(data);
        if ("error".equals(event.name()) && !chunk.has("choices")) {
            throw new ProviderFailureException(OpenAiFailures.inStream(chunk));
        }
        return readChunk(chunk);
    }

    @Override
    public List<ReplyEvent> readWhole(byte[] body) {
        JsonNode answer;
        try {
            answer = WireJson.read(body);
        } catch (IOException malformed) {
            throw unreadable();
        }
        List<ReplyEvent> events = readChunk(answer);
        if (!answer.path("choices").isArray() || answer.path("choices").isEmpty()) {
            throw unreadable();
        }
        return events;
    }

    @Override
    public boolean complete() {
        return done || (!choices.isEmpty() && choices.values().stream().allMatch(ChoiceReader::finished));
    }

    private static JsonNode parse(String data) {
        try {
            return WireJson.mapper().readTree(data);
        } catch (IOException malformed) {
            throw unreadable();
        }
    }

    private List<ReplyEvent> readChunk(JsonNode chunk) {
        if (!(chunk instanceof ObjectNode)) {
            throw unreadable();
        }
        if (OpenAiFailures.isError(chunk)) {
            throw new ProviderFailureException(OpenAiFailures.inStream(chunk));
        }
        List<ReplyEvent> events = new ArrayList<>();
        if (!began) {
            began = true;
            events.add(new ReplyEvent.Began(
                    text(chunk.path("id")), text(chunk.path("system_fingerprint")), text(chunk.path("service_tier"))));
        }
        List<JsonNode> citations = citations(chunk);
        JsonNode usage = chunk.path("usage");
        int position = 0;
        for (JsonNode choice : chunk.path("choices")) {
            int index = choice.path("index").asInt(position++);
            choices.computeIfAbsent(index, unused -> new ChoiceReader(attemptId, index))
                    .read(choice, citations, events);
            usage = usage.isObject() ? usage : choice.path("usage");
        }
        usage = usage.isObject() ? usage : chunk.path("x_groq").path("usage");
        Usage counted = OpenAiUsage.read(usage);
        if (counted != null) {
            events.add(new ReplyEvent.UsageReported(counted));
        }
        return events;
    }

    /** Perplexity's sources, which it repeats in every chunk: as entries of {@code annotations}. */
    private static List<JsonNode> citations(JsonNode chunk) {
        List<JsonNode> citations = new ArrayList<>();
        chunk.path("citations").forEach(citation -> {
            if (citation.isTextual()) {
                ObjectNode entry = WireJson.object().put("type", "url_citation");
                entry.putObject("url_citation").put("url", citation.textValue());
                citations.add(entry);
            }
        });
        return citations;
    }

    static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
    }

    private static ProviderFailureException unreadable() {
        return new ProviderFailureException(
                FailureKind.UNAVAILABLE.because("the provider sent an answer that cannot be read", null));
    }
}
