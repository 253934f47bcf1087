package io.tollgate.metering.attempt;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.contracts.request.App;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.contracts.usage.UsageSource;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What usage.events says about an attempt, as columns.
 *
 * @param place number in the batch: the first of several for one attempt counts
 * @param delivered whether the caller got an answer: such attempts are what is shown as requests of an endpoint
 * @param estimated 1 if the provider did not report the usage
 * @param generationMillis time in which the output came, from the first token to the end
 */
record UsageHalf(
        int place,
        @JsonProperty("attempt_id") UUID attemptId,
        String account,
        String key,
        String model,
        String provider,
        String endpoint,
        String app,
        String outcome,
        boolean simulated,
        @JsonProperty("finished_at") Instant finishedAt,
        boolean delivered,
        long prompt,
        long cached,
        @JsonProperty("cache_write") long cacheWrite,
        @JsonProperty("image_prompt") long imagePrompt,
        @JsonProperty("audio_prompt") long audioPrompt,
        long completion,
        long reasoning,
        @JsonProperty("image_completion") long imageCompletion,
        @JsonProperty("audio_completion") long audioCompletion,
        @JsonProperty("input_images") long inputImages,
        @JsonProperty("output_images") long outputImages,
        @JsonProperty("web_searches") long webSearches,
        int estimated,
        @JsonProperty("generation_ms") long generationMillis,
        @JsonProperty("stated_charge") long statedCharge,
        @JsonProperty("stated_cost") long statedCost) {

    private static final int LONGEST_APP = 512;

    static UsageHalf of(UsageRecorded event, int place) {
        Usage usage = event.usage();
        return new UsageHalf(
                place,
                event.attemptId(),
                event.account(),
                event.key(),
                event.model(),
                event.provider(),
                event.endpoint(),
                app(event.app()),
                event.outcome().name(),
                event.simulated(),
                event.finishedAt(),
                event.outcome().billed(),
                Usage.orZero(usage.promptTokens()),
                Usage.orZero(usage.cachedTokens()),
                Usage.orZero(usage.cacheWriteTokens()),
                Usage.orZero(usage.imagePromptTokens()),
                Usage.orZero(usage.audioPromptTokens()),
                Usage.orZero(usage.completionTokens()),
                Usage.orZero(usage.reasoningTokens()),
                Usage.orZero(usage.imageCompletionTokens()),
                Usage.orZero(usage.audioCompletionTokens()),
                Usage.orZero(usage.inputImages()),
                Usage.orZero(usage.outputImages()),
                Usage.orZero(usage.webSearches()),
                usage.source() == UsageSource.ESTIMATED ? 1 : 0,
                generationMillis(event),
                event.rating().charge().value(),
                event.rating().cost().value());
    }

    private static long generationMillis(UsageRecorded event) {
        Instant first = event.firstTokenAt();
        return first == null
                ? 0
                : Math.max(0, Duration.between(first, event.finishedAt()).toMillis());
    }

    /** An app is known by its referer, or else its title; empty if it did not name itself. */
    static String app(@Nullable App app) {
        if (app == null) {
            return "";
        }
        String referer = app.referer();
        String title = app.title();
        String name = referer != null && !referer.isBlank() ? referer : title == null ? "" : title;
        return name.substring(0, Math.min(LONGEST_APP, name.length()));
    }
}
