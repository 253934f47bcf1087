package io.tollgate.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * Adds up Anthropic's counts, which are cumulative and may come in parts. {@code input_tokens} does not hold what was read from or
 * written to the cache; {@code output_tokens} holds the thinking.
 */
final class AnthropicUsage {

    private @Nullable Long input;
    private @Nullable Long cacheRead;
    private @Nullable Long cacheWrite;
    private @Nullable Long output;
    private @Nullable Long thinking;
    private @Nullable Long webSearches;

    /** Takes the counts of a reply's begin: its output tokens are a placeholder and are left out. */
    void begin(JsonNode usage) {
        addInput(usage);
    }

    /** Takes later counts; what is absent or null stays as it was. */
    void update(JsonNode usage) {
        addInput(usage);
        output = latest(usage.path("output_tokens"), output);
        thinking = latest(usage.path("output_tokens_details").path("thinking_tokens"), thinking);
    }

    /** All counts so far; absent if there are none. */
    @Nullable
    Usage total() {
        Long prompt = prompt();
        if (prompt == null && output == null) {
            return null;
        }
        return new Usage(
                prompt,
                cacheRead,
                cacheWrite,
                null,
                null,
                output,
                thinking,
                null,
                null,
                null,
                null,
                webSearches,
                UsageSource.REPORTED);
    }

    private void addInput(JsonNode usage) {
        input = latest(usage.path("input_tokens"), input);
        cacheRead = latest(usage.path("cache_read_input_tokens"), cacheRead);
        cacheWrite = latest(usage.path("cache_creation_input_tokens"), cacheWrite);
        webSearches = latest(usage.path("server_tool_use").path("web_search_requests"), webSearches);
    }

    private @Nullable Long prompt() {
        if (input == null && cacheRead == null && cacheWrite == null) {
            return null;
        }
        return Usage.orZero(input) + Usage.orZero(cacheRead) + Usage.orZero(cacheWrite);
    }

    private static @Nullable Long latest(JsonNode count, @Nullable Long earlier) {
        return count.canConvertToLong() && count.isIntegralNumber() && count.asLong() >= 0
                ? Long.valueOf(count.asLong())
                : earlier;
    }
}
