package io.tollgate.dialects.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.chat.ReasoningWish;
import io.tollgate.dialects.chat.ToolChoice;
import io.tollgate.dialects.json.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * How a model is told to think.
 *
 * @param thinking the {@code thinking} object; absent to leave it to the model
 * @param effort the {@code output_config.effort}; absent to leave it to the model
 */
record ThinkingPlan(@Nullable ObjectNode thinking, @Nullable String effort) {

    /** The least budget the API accepts. */
    static final long MIN_BUDGET = 1_024;

    /**
     * Decides for a request.
     *
     * @param verbosity OpenRouter's name for the effort of the whole answer, which wins over the effort of the reasoning; absent if not said
     * @param maxTokens the request's output limit; thinking counts towards it
     * @param choice the caller's tool choice; a demanded tool call excludes thinking
     * @param signedHistory whether a running tool loop, if there is one, begins with the thinking the API wants to see again
     */
    static ThinkingPlan decide(
            ClaudeModel model,
            ReasoningWish wish,
            @Nullable String verbosity,
            long maxTokens,
            @Nullable ToolChoice choice,
            boolean signedHistory) {
        boolean forced = choice != null && choice.mode() == ToolChoice.Mode.REQUIRED && model.forcedTools();
        if (wish.off() || (forced && !model.alwaysThinks() && (wish.on() || model.thinksUnasked()))) {
            return off(model, verbosity);
        }
        String effort = effort(model, wish, verbosity);
        if (!wish.on()) {
            return new ThinkingPlan(null, effort);
        }
        boolean budgetWanted = wish.maxTokens() != null && model.thinkingBudget();
        if (model.adaptiveThinking() && !budgetWanted) {
            return new ThinkingPlan(adaptive(model, wish), effort);
        }
        return new ThinkingPlan(signedHistory ? budget(wish, maxTokens) : null, effort);
    }

    /** Whether the model is told to think, which excludes most sampling parameters. */
    boolean thinks() {
        return thinking != null
                && (thinking.path("type").asText().equals("enabled")
                        || thinking.path("type").asText().equals("adaptive"));
    }

    private static ThinkingPlan off(ClaudeModel model, @Nullable String verbosity) {
        if (model.alwaysThinks()) {
            return new ThinkingPlan(null, model.effortLevel(verbosity == null ? "low" : verbosity));
        }
        // Without thinking, efforts above high are refused.
        String effort = verbosity == null || !model.effort() ? null : model.effortLevel(verbosity);
        String allowed = effort == null || effort.equals("xhigh") || effort.equals("max") ? null : effort;
        if (!model.thinksUnasked()) {
            return new ThinkingPlan(null, allowed);
        }
        String type = model.thinksBetweenTools() ? "between_tools" : "disabled";
        return new ThinkingPlan(WireJson.object().put("type", type), allowed);
    }

    private static @Nullable String effort(ClaudeModel model, ReasoningWish wish, @Nullable String verbosity) {
        if (!model.effort()) {
            return null;
        }
        if (verbosity != null) {
            return model.effortLevel(verbosity);
        }
        // Where thinking has a budget, the effort of the reasoning is expressed by it.
        return wish.effort() == null || !model.adaptiveThinking() ? null : model.effortLevel(wish.effort());
    }

    private static ObjectNode adaptive(ClaudeModel model, ReasoningWish wish) {
        ObjectNode thinking = WireJson.object().put("type", "adaptive");
        if (model.thinkingHidden()) {
            thinking.put("display", wish.exclude() ? "omitted" : "summarized");
        }
        return thinking;
    }

    private static @Nullable ObjectNode budget(ReasoningWish wish, long maxTokens) {
        Long asked = wish.maxTokens();
        long wanted = asked == null ? maxTokens * wish.effortPercent() / 100 : asked;
        long budget = Math.min(Math.max(wanted, MIN_BUDGET), maxTokens - 1);
        // A limit too small for any thinking still allows an answer.
        return budget < MIN_BUDGET
                ? null
                : WireJson.object().put("type", "enabled").put("budget_tokens", budget);
    }
}
