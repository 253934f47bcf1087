package io.tollgate.contracts.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The quantities of one attempt in a form that is the same for every dialect: absent is not zero. Cached, cache-write, image and
 * audio prompt tokens are parts of {@code promptTokens}; reasoning, image and audio completion tokens are parts of
 * {@code completionTokens}.
 *
 * @param promptTokens all input tokens
 * @param cachedTokens input tokens read from the prompt cache
 * @param cacheWriteTokens input tokens written to the prompt cache
 * @param imagePromptTokens input tokens that stand for images
 * @param audioPromptTokens input tokens that stand for audio
 * @param completionTokens all output tokens
 * @param reasoningTokens output tokens spent on reasoning
 * @param imageCompletionTokens output tokens that stand for images
 * @param audioCompletionTokens output tokens that stand for audio
 * @param inputImages images handed in
 * @param outputImages images made
 * @param webSearches searches the provider made
 * @param source who counted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Usage(
        @Nullable Long promptTokens,
        @Nullable Long cachedTokens,
        @Nullable Long cacheWriteTokens,
        @Nullable Long imagePromptTokens,
        @Nullable Long audioPromptTokens,
        @Nullable Long completionTokens,
        @Nullable Long reasoningTokens,
        @Nullable Long imageCompletionTokens,
        @Nullable Long audioCompletionTokens,
        @Nullable Long inputImages,
        @Nullable Long outputImages,
        @Nullable Long webSearches,
        UsageSource source) {

    /** Nothing was reported. */
    public static final Usage NONE = tokens(null, null, UsageSource.REPORTED);

    /** A usage that knows only the totals of tokens in and out. */
    public static Usage tokens(@Nullable Long prompt, @Nullable Long completion, UsageSource source) {
        return new Usage(prompt, null, null, null, null, completion, null, null, null, null, null, null, source);
    }

    /** The prompt tokens, or zero where none were reported. */
    public long promptTokensOrZero() {
        return orZero(promptTokens);
    }

    /** The completion tokens, or zero where none were reported. */
    public long completionTokensOrZero() {
        return orZero(completionTokens);
    }

    /** The value, or zero where it is absent. */
    public static long orZero(@Nullable Long quantity) {
        return quantity == null ? 0 : quantity;
    }
}
