package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import org.jspecify.annotations.Nullable;

/** The delta of one chunk while it is put together: neighbouring texts of a choice become one. */
final class ChunkDelta {

    private final int choice;
    private final boolean first;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final ObjectNode others = WireJson.object();
    private @Nullable ObjectNode logProbs;
    private @Nullable String finishReason;
    private @Nullable String nativeFinishReason;

    /**
     * @param first whether it is the choice's first delta, which states the role
     */
    ChunkDelta(int choice, boolean first) {
        this.choice = choice;
        this.first = first;
    }

    int choice() {
        return choice;
    }

    /** Whether a step of this kind may join without its order against the others being lost. */
    boolean accepts(Kind kind) {
        return switch (kind) {
            case TEXT -> reasoning.isEmpty() && refusal.isEmpty() && others.isEmpty();
            case REASONING -> text.isEmpty() && refusal.isEmpty() && onlyReasoningDetails() && logProbs == null;
            case REFUSAL -> text.isEmpty() && reasoning.isEmpty() && others.isEmpty();
            case LOG_PROBS -> true;
        };
    }

    private boolean onlyReasoningDetails() {
        return others.isEmpty() || (others.size() == 1 && others.has("reasoning_details"));
    }

    void text(String more) {
        text.append(more);
    }

    void refusal(String more) {
        refusal.append(more);
    }

    void reasoning(@Nullable String more, @Nullable JsonNode detail) {
        if (more != null) {
            reasoning.append(more);
        }
        if (detail != null) {
            others.withArray("reasoning_details").add(detail);
        }
    }

    void set(String field, JsonNode value) {
        others.set(field, value);
    }

    void logProbs(JsonNode more) {
        if (!(more instanceof ObjectNode object)) {
            return;
        }
        if (logProbs == null) {
            logProbs = object.deepCopy();
        } else {
            ObjectNode all = logProbs;
            object.properties().forEach(entry -> {
                if (entry.getValue() instanceof ArrayNode later
                        && all.get(entry.getKey()) instanceof ArrayNode earlier) {
                    earlier.addAll(later);
                }
            });
        }
    }

    void finish(String reason, @Nullable String nativeReason) {
        finishReason = reason;
        nativeFinishReason = nativeReason;
    }

    /** The chunk's entry in {@code choices}. */
    ObjectNode toChoice() {
        ObjectNode delta = WireJson.object();
        if (first) {
            delta.put("role", "assistant");
        }
        if (!text.isEmpty()) {
            delta.put("content", text.toString());
        } else if (first) {
            delta.put("content", "");
        }
        if (!reasoning.isEmpty()) {
            delta.put("reasoning", reasoning.toString());
        }
        if (!refusal.isEmpty()) {
            delta.put("refusal", refusal.toString());
        }
        delta.setAll(others);
        ObjectNode entry = WireJson.object();
        entry.put("index", choice);
        entry.set("delta", delta);
        entry.put("finish_reason", finishReason);
        entry.put("native_finish_reason", nativeFinishReason);
        if (logProbs != null) {
            entry.set("logprobs", logProbs);
        }
        return entry;
    }

    /** What joins with what. */
    enum Kind {
        TEXT,
        REASONING,
        REFUSAL,
        LOG_PROBS
    }
}
