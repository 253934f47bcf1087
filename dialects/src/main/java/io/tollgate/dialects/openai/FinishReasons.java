package io.tollgate.dialects.openai;

import java.util.Locale;
import java.util.Set;

/** Hosts' words for why an answer ended, in OpenAI's. */
final class FinishReasons {

    private static final Set<String> LENGTH = Set.of(
            "length",
            "max_tokens",
            "model_length",
            "max_output_tokens",
            "max_completion_tokens",
            "repetition_truncation");
    private static final Set<String> TOOL_CALLS = Set.of("tool_calls", "tool_use", "tool_call", "function_call");
    private static final Set<String> CONTENT_FILTER =
            Set.of("content_filter", "safety", "sensitive", "refusal", "content_filtered", "recitation");
    /** The host gave up: no end at all. */
    private static final Set<String> FAILED = Set.of(
            "error", "network_error", "abort", "aborted", "insufficient_system_resource", "internal_error", "timeout");

    private FinishReasons() {}

    static boolean isFailure(String nativeReason) {
        return FAILED.contains(nativeReason.toLowerCase(Locale.ROOT));
    }

    /**
     * OpenAI's word.
     *
     * @param hasToolCalls whether the answer calls tools: hosts that say {@code stop} then mean the calls
     */
    static String of(String nativeReason, boolean hasToolCalls) {
        String reason = nativeReason.toLowerCase(Locale.ROOT);
        if (LENGTH.contains(reason)) {
            return "length";
        }
        if (CONTENT_FILTER.contains(reason)) {
            return "content_filter";
        }
        return hasToolCalls || TOOL_CALLS.contains(reason) ? "tool_calls" : "stop";
    }
}
