package io.tollgate.dialects.openai;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks how much the model is to think, and whether the caller sees it. */
final class ReasoningRules {

    private static final List<String> EFFORTS = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
    private static final List<String> SUMMARIES = List.of("auto", "concise", "detailed");

    private ReasoningRules() {}

    static void check(Fields fields, PromptMeasure measure) {
        fields.bool("include_reasoning");
        String flatEffort = fields.word("reasoning_effort", EFFORTS);
        boolean used = flatEffort != null && !flatEffort.equals("none");
        Fields reasoning = fields.object("reasoning");
        if (reasoning != null) {
            used |= checkObject(reasoning, flatEffort);
        }
        if (used) {
            measure.parameter("reasoning");
        }
    }

    private static boolean checkObject(Fields reasoning, @Nullable String flatEffort) {
        String effort = reasoning.word("effort", EFFORTS);
        Long maxTokens = reasoning.integer("max_tokens", 0, Integer.MAX_VALUE);
        Boolean enabled = reasoning.bool("enabled");
        reasoning.bool("exclude");
        reasoning.word("summary", SUMMARIES);
        if (effort != null && maxTokens != null) {
            throw reasoning.refuse("max_tokens", "cannot be set beside effort");
        }
        if (effort != null && flatEffort != null && !effort.equals(flatEffort)) {
            throw reasoning.refuse("effort", "differs from reasoning_effort");
        }
        boolean off = Boolean.FALSE.equals(enabled) || "none".equals(effort);
        return !off && (effort != null || maxTokens != null || Boolean.TRUE.equals(enabled));
    }

    /** Whether reasoning is to be shown: unless the caller excludes it. */
    static boolean shown(Fields fields) {
        Fields reasoning = fields.object("reasoning");
        boolean excluded = reasoning != null && Boolean.TRUE.equals(reasoning.bool("exclude"));
        return !excluded && !Boolean.FALSE.equals(fields.bool("include_reasoning"));
    }
}
