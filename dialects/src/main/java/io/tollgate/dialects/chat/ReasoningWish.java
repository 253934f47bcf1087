package io.tollgate.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What the caller said about reasoning: {@code reasoning} (OpenRouter), {@code reasoning_effort} (OpenAI) or
 * {@code include_reasoning} (older).
 *
 * @param state whether reasoning is asked for, refused, or left to the model
 * @param effort {@code minimal}, {@code low}, {@code medium}, {@code high}, {@code xhigh} or {@code max}; absent if not said
 * @param maxTokens budget of reasoning tokens, at least 1; absent if not said
 * @param exclude whether the reasoning shall not be returned
 */
public record ReasoningWish(
        State state, @Nullable String effort, @Nullable Long maxTokens, boolean exclude) {

    /** Whether the caller asked for reasoning. */
    public enum State {
        UNSAID,
        ON,
        OFF
    }

    /** Reads the wish of a validated request. */
    public static ReasoningWish of(ObjectNode chat) {
        JsonNode reasoning = chat.path("reasoning");
        String effort = text(reasoning.path("effort"), text(chat.path("reasoning_effort"), null));
        Long maxTokens = reasoning.path("max_tokens").isIntegralNumber()
                ? reasoning.path("max_tokens").asLong()
                : null;
        JsonNode enabled = reasoning.path("enabled");
        JsonNode include = chat.path("include_reasoning");
        boolean exclude = reasoning.path("exclude").asBoolean(false) || (include.isBoolean() && !include.asBoolean());

        boolean off = (enabled.isBoolean() && !enabled.asBoolean())
                || "none".equals(effort)
                || (maxTokens != null && maxTokens <= 0);
        if (off) {
            return new ReasoningWish(State.OFF, null, null, exclude);
        }
        boolean on = enabled.asBoolean(false)
                || effort != null
                || maxTokens != null
                || (include.isBoolean() && include.asBoolean());
        return new ReasoningWish(on ? State.ON : State.UNSAID, effort, maxTokens, exclude);
    }

    public boolean on() {
        return state == State.ON;
    }

    public boolean off() {
        return state == State.OFF;
    }

    /**
     * The share of the output limit that an effort stands for, in percent, where a provider wants a budget in tokens.
     *
     * @return 10 to 95; 50 for an effort that is not said or not known
     */
    public int effortPercent() {
        if (effort == null) {
            return 50;
        }
        return switch (effort) {
            case "max", "xhigh" -> 95;
            case "high" -> 80;
            case "low" -> 20;
            case "minimal" -> 10;
            default -> 50;
        };
    }

    private static @Nullable String text(JsonNode node, @Nullable String otherwise) {
        return node.isTextual() && !node.asText().isBlank() ? node.asText() : otherwise;
    }
}
