package io.tollgate.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.dialects.chat.ChatFields;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.ProviderFailureException;
import io.tollgate.dialects.provider.ReplyReader;
import io.tollgate.dialects.provider.Target;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.dialects.sse.SseEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a reply of generateContent: a whole answer, or the chunks of a stream, which have the same form. There is no closing event;
 * a reply is complete once every candidate has its finish reason, or the prompt was blocked.
 */
final class GeminiReader implements ReplyReader {

    private final GeminiModel model;
    private final String callPrefix;
    private final SortedMap<Integer, GeminiCandidate> candidates = new TreeMap<>();
    private boolean begun;
    private boolean blocked;

    GeminiReader(Target target) {
        this.model = GeminiModel.of(target.providerModel());
        this.callPrefix = "call_" + end(target.attemptId().replace("-", "")) + "_";
    }

    @Override
    public List<ReplyEvent> read(SseEvent event) {
        return event.data().isBlank() ? List.of() : readChunk(parse(event.data()));
    }

    @Override
    public List<ReplyEvent> readWhole(byte[] body) {
        return readChunk(parse(body));
    }

    @Override
    public boolean complete() {
        return blocked || (!candidates.isEmpty() && candidates.values().stream().allMatch(GeminiCandidate::isFinished));
    }

    private List<ReplyEvent> readChunk(JsonNode chunk) {
        if (chunk.has("error")) {
            throw GeminiFailures.inReply(chunk);
        }
        List<ReplyEvent> events = new ArrayList<>();
        if (!begun) {
            begun = true;
            events.add(new ReplyEvent.Began(
                    ChatFields.textOrNull(chunk.path("responseId")),
                    null,
                    ChatFields.textOrNull(chunk.path("usageMetadata").path("serviceTier"))));
        }
        for (JsonNode candidate : chunk.path("candidates")) {
            int index = candidate.path("index").asInt(0);
            events.addAll(candidates
                    .computeIfAbsent(index, choice -> new GeminiCandidate(choice, callPrefix))
                    .read(candidate));
        }
        String blockReason = chunk.path("promptFeedback").path("blockReason").asText("");
        if (!blockReason.isEmpty() && candidates.isEmpty() && !blocked) {
            blocked = true;
            events.add(new ReplyEvent.Finished(0, "content_filter", blockReason));
        }
        Usage usage = GeminiUsage.read(chunk.path("usageMetadata"), complete(), images(), searches());
        if (usage != null) {
            events.add(new ReplyEvent.UsageReported(usage));
        }
        return events;
    }

    /** Ids of calls must stay within the 40 characters that OpenAI allows: callers carry them from provider to provider. */
    private static String end(String id) {
        return id.substring(Math.max(0, id.length() - 24));
    }

    private @Nullable Long images() {
        long images =
                candidates.values().stream().mapToLong(GeminiCandidate::images).sum();
        return images == 0 ? null : Long.valueOf(images);
    }

    private @Nullable Long searches() {
        long searches = candidates.values().stream()
                .mapToLong(GeminiCandidate::searches)
                .sum();
        if (searches == 0) {
            return null;
        }
        return model.searchesBilledEach() ? searches : 1;
    }

    /** @throws ProviderFailureException if the text is no JSON object */
    private static JsonNode parse(String json) {
        try {
            return object(WireJson.mapper().readTree(json));
        } catch (IOException notJson) {
            // What the provider sent is of no use to anyone, and may hold parts of the answer: it is not shown.
            throw GeminiFailures.unreadable();
        }
    }

    private static JsonNode parse(byte[] json) {
        try {
            return object(WireJson.mapper().readTree(json));
        } catch (IOException notJson) {
            // As above.
            throw GeminiFailures.unreadable();
        }
    }

    private static JsonNode object(JsonNode tree) {
        if (tree == null || !tree.isObject()) {
            throw GeminiFailures.unreadable();
        }
        return tree;
    }
}
