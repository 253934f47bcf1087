package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code usage} object in all its variants. Counts that are negative, fractional or absurd are taken as absent; parts are
 * cut to their whole, so that no variant can make a part cost more than all.
 */
final class OpenAiUsage {

    /** More than any model takes or gives; beyond it a count is an error. */
    private static final long MAX_TOKENS = 1L << 32;

    private OpenAiUsage() {}

    /** The usage, or absent if the object counts nothing. */
    static @Nullable Usage read(JsonNode usage) {
        if (!usage.isObject()) {
            return null;
        }
        Long prompt = first(usage.path("prompt_tokens"), usage.path("input_tokens"));
        Long completion = first(usage.path("completion_tokens"), usage.path("output_tokens"));
        JsonNode in = details(usage, "prompt_tokens_details", "input_tokens_details");
        JsonNode out = details(usage, "completion_tokens_details", "output_tokens_details");
        Long reasoning = first(out.path("reasoning_tokens"), usage.path("reasoning_tokens"));
        Long searches = first(usage.path("num_search_queries"), usage.path("num_sources_used"));
        completion = withReasoning(usage, prompt, completion, reasoning);
        if (prompt == null && completion == null) {
            return null;
        }
        return new Usage(
                prompt,
                within(prompt, cached(usage, in)),
                within(prompt, first(in.path("cache_write_tokens"), usage.path("cache_creation_input_tokens"))),
                within(prompt, first(in.path("image_tokens"))),
                within(prompt, first(in.path("audio_tokens"))),
                completion,
                within(completion, reasoning),
                within(completion, first(out.path("image_tokens"))),
                within(completion, first(out.path("audio_tokens"))),
                null,
                null,
                searches,
                UsageSource.REPORTED);
    }

    /** OpenAI's place; DeepSeek's; Moonshot's; what Anthropic's own compatible surface says. */
    private static @Nullable Long cached(JsonNode usage, JsonNode in) {
        return first(
                in.path("cached_tokens"),
                usage.path("prompt_cache_hit_tokens"),
                usage.path("cached_tokens"),
                usage.path("cache_read_input_tokens"));
    }

    private static JsonNode details(JsonNode usage, String name, String otherName) {
        return usage.path(name).isObject() ? usage.path(name) : usage.path(otherName);
    }

    /** Some hosts (xAI) leave reasoning out of the completion tokens: their total gives it away. */
    private static @Nullable Long withReasoning(
            JsonNode usage, @Nullable Long prompt, @Nullable Long completion, @Nullable Long reasoning) {
        Long total = first(usage.path("total_tokens"));
        if (total == null || prompt == null || completion == null || reasoning == null || reasoning == 0) {
            return completion;
        }
        return total == prompt + completion + reasoning ? Long.valueOf(completion + reasoning) : completion;
    }

    private static @Nullable Long first(JsonNode... candidates) {
        for (JsonNode candidate : candidates) {
            if (candidate.isIntegralNumber() && candidate.canConvertToLong()) {
                long count = candidate.longValue();
                if (count >= 0 && count <= MAX_TOKENS) {
                    return count;
                }
            }
        }
        return null;
    }

    private static @Nullable Long within(@Nullable Long whole, @Nullable Long part) {
        return whole == null || part == null ? part : Long.valueOf(Math.min(whole, part));
    }
}
