package io.tollgate.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code usageMetadata}. Its candidates' tokens do not hold the thoughts, and what tools handed to the model is counted apart
 * from the prompt; a count of zero is left out of the JSON.
 */
final class GeminiUsage {

    private GeminiUsage() {}

    /**
     * The usage in our terms; absent if nothing was counted.
     *
     * @param finished whether the answer is over, so that a missing count of its tokens means none
     * @param outputImages images made so far; absent if none
     * @param webSearches searches to be billed so far; absent if none
     */
    static @Nullable Usage read(
            JsonNode metadata, boolean finished, @Nullable Long outputImages, @Nullable Long webSearches) {
        Long promptAlone = count(metadata.path("promptTokenCount"));
        Long toolPrompt = count(metadata.path("toolUsePromptTokenCount"));
        Long prompt = sum(promptAlone, toolPrompt);
        Long thoughts = count(metadata.path("thoughtsTokenCount"));
        Long candidates = candidates(metadata);
        Long completion =
                candidates == null && !finished ? thoughts : completion(metadata, candidates, thoughts, prompt);
        if (prompt == null && completion == null) {
            return null;
        }
        return new Usage(
                prompt,
                count(metadata.path("cachedContentTokenCount")),
                null,
                modality(metadata.path("promptTokensDetails"), "IMAGE"),
                modality(metadata.path("promptTokensDetails"), "AUDIO"),
                completion,
                thoughts,
                modality(metadata.path("candidatesTokensDetails"), "IMAGE"),
                modality(metadata.path("candidatesTokensDetails"), "AUDIO"),
                null,
                outputImages,
                webSearches,
                UsageSource.REPORTED);
    }

    private static @Nullable Long candidates(JsonNode metadata) {
        Long candidates = count(metadata.path("candidatesTokenCount"));
        return candidates == null ? count(metadata.path("responseTokenCount")) : candidates;
    }

    private static @Nullable Long completion(
            JsonNode metadata, @Nullable Long candidates, @Nullable Long thoughts, @Nullable Long prompt) {
        Long total = count(metadata.path("totalTokenCount"));
        if (candidates == null && total != null && prompt != null) {
            return Math.max(total - prompt, Usage.orZero(thoughts));
        }
        return sum(candidates, thoughts);
    }

    private static @Nullable Long modality(JsonNode details, String modality) {
        Long sum = null;
        for (JsonNode detail : details) {
            if (detail.path("modality").asText().equals(modality)) {
                sum = sum(sum, count(detail.path("tokenCount")));
            }
        }
        return sum;
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null && other == null ? null : Long.valueOf(Usage.orZero(one) + Usage.orZero(other));
    }

    private static @Nullable Long count(JsonNode count) {
        return count.isIntegralNumber() && count.canConvertToLong() && count.asLong() >= 0
                ? Long.valueOf(count.asLong())
                : null;
    }
}
