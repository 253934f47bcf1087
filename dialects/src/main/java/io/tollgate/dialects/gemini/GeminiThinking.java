package io.tollgate.dialects.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.chat.ReasoningWish;
import io.tollgate.dialects.json.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * The {@code thinkingConfig} of a request: a budget in tokens for the 2.5 generation, a level from the third on. Efforts stand for
 * the budgets that Google's own OpenAI-compatible API gives them.
 */
final class GeminiThinking {

    private static final long DYNAMIC = -1;

    private GeminiThinking() {}

    /**
     * The config; absent to leave thinking to the model, or if the model has no such setting.
     *
     * @param maxTokens the request's output limit, towards which thinking counts; absent if none
     */
    static @Nullable ObjectNode config(GeminiModel model, ReasoningWish wish, @Nullable Long maxTokens) {
        boolean configurable = model.thinkingBudget() || model.thinkingLevel();
        if (wish.state() == ReasoningWish.State.UNSAID || !configurable) {
            return null;
        }
        ObjectNode config = WireJson.object();
        if (model.thinkingBudget()) {
            config.put("thinkingBudget", wish.off() ? leastBudget(model) : budget(model, wish, maxTokens));
        } else {
            String level = wish.off() ? leastLevel(model) : level(model, wish);
            if (level != null) {
                config.put("thinkingLevel", level);
            }
        }
        if (wish.on() && !wish.exclude()) {
            config.put("includeThoughts", true);
        }
        return config;
    }

    private static long leastBudget(GeminiModel model) {
        return model.thinkingOptional() ? 0 : model.minBudget();
    }

    private static long budget(GeminiModel model, ReasoningWish wish, @Nullable Long maxTokens) {
        Long asked = wish.maxTokens();
        String effort = wish.effort();
        if (asked == null && effort == null) {
            return DYNAMIC;
        }
        long wanted = asked == null ? budgetOf(effort == null ? "" : effort, model) : asked;
        if (asked == null && maxTokens != null) {
            // Room has to be left for the answer.
            wanted = Math.min(wanted, maxTokens * wish.effortPercent() / 100);
        }
        return Math.min(Math.max(wanted, model.minBudget()), model.maxBudget());
    }

    private static long budgetOf(String effort, GeminiModel model) {
        return switch (effort) {
            case "minimal", "low" -> 1_024;
            case "high" -> 24_576;
            case "xhigh", "max" -> model.maxBudget();
            default -> 8_192;
        };
    }

    private static String leastLevel(GeminiModel model) {
        return model.thinkingOptional() ? "MINIMAL" : "LOW";
    }

    private static @Nullable String level(GeminiModel model, ReasoningWish wish) {
        Long asked = wish.maxTokens();
        String effort = wish.effort();
        if (effort == null && asked == null) {
            return null;
        }
        String named = effort == null ? effortOf(asked == null ? 0 : asked) : effort;
        return switch (named) {
            case "minimal" -> leastLevel(model);
            case "low" -> "LOW";
            case "medium" -> model.mediumLevel() ? "MEDIUM" : "HIGH";
            default -> "HIGH";
        };
    }

    private static String effortOf(long budget) {
        return budget <= 1_024 ? "low" : budget <= 8_192 ? "medium" : "high";
    }
}
