package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.dialects.json.PlainDecimal;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.reply.End;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} object of an answer. {@code cost} is what the caller pays; {@code provider_cost} and {@code platform_fee} add up
 * to it. Counts that no provider gave are 0 here, because clients insist on numbers.
 */
final class UsageBody {

    private UsageBody() {}

    /** The object, or absent if nothing was counted. */
    static @Nullable ObjectNode of(End end) {
        Usage usage = end.usage();
        if (usage == null) {
            return null;
        }
        long prompt = usage.promptTokensOrZero();
        long completion = usage.completionTokensOrZero();
        Rating rating = end.rating() == null ? Rating.FREE : end.rating();
        ObjectNode body = WireJson.object();
        body.put("prompt_tokens", prompt);
        body.put("completion_tokens", completion);
        body.put("total_tokens", prompt + completion);
        body.putRawValue("cost", PlainDecimal.usd(rating.charge()));
        body.put("is_byok", false);
        body.putObject("prompt_tokens_details")
                .put("cached_tokens", Usage.orZero(usage.cachedTokens()))
                .put("cache_write_tokens", Usage.orZero(usage.cacheWriteTokens()))
                .put("audio_tokens", Usage.orZero(usage.audioPromptTokens()))
                .put("image_tokens", Usage.orZero(usage.imagePromptTokens()))
                .put("video_tokens", 0);
        body.putObject("completion_tokens_details")
                .put("reasoning_tokens", Usage.orZero(usage.reasoningTokens()))
                .put("audio_tokens", Usage.orZero(usage.audioCompletionTokens()))
                .put("image_tokens", Usage.orZero(usage.imageCompletionTokens()))
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        if (usage.webSearches() != null) {
            body.putObject("server_tool_use_details").put("web_search_requests", usage.webSearches());
        }
        body.set("cost_details", costDetails(rating, end));
        return body;
    }

    private static ObjectNode costDetails(Rating rating, End end) {
        NanoUsd providerCost = rating.billedCost();
        NanoUsd promptCost = end.promptCost() == null ? NanoUsd.ZERO : NanoUsd.min(end.promptCost(), providerCost);
        ObjectNode details = WireJson.object();
        details.putNull("upstream_inference_cost");
        details.putRawValue("upstream_inference_prompt_cost", PlainDecimal.usd(promptCost));
        details.putRawValue("upstream_inference_completions_cost", PlainDecimal.usd(providerCost.minus(promptCost)));
        details.putRawValue("provider_cost", PlainDecimal.usd(providerCost));
        details.putRawValue("platform_fee", PlainDecimal.usd(rating.fee()));
        if (end.feeBasisPoints() != null) {
            details.putRawValue("fee_rate", PlainDecimal.of(BigDecimal.valueOf(end.feeBasisPoints(), 4)));
        }
        return details;
    }
}
