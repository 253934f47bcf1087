package io.tollgate.ingress.admission;

import io.tollgate.catalogue.Eligible;
import io.tollgate.catalogue.Ineligibility;
import io.tollgate.contracts.request.PromptFeatures;
import io.tollgate.dialects.openai.ChatRequest;
import io.tollgate.ingress.http.ApiError;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** What a caller is told if no endpoint can serve its request: the reason of the one that came closest. */
final class Ineligible {

    private Ineligible() {}

    static ApiError error(ChatRequest chat, Map<String, Eligible> eligible) {
        String models = String.join(", ", eligible.keySet());
        Optional<Eligible.Refusal> closest = eligible.values().stream()
                .map(Eligible::closestRefusal)
                .flatMap(Optional::stream)
                .max(Comparator.comparing(Eligible.Refusal::reason).thenComparing(Eligible.Refusal::detail));
        if (closest.isEmpty()) {
            return unavailable("nobody offers " + models);
        }
        return error(chat, models, closest.get().reason(), closest.get().detail());
    }

    private static ApiError error(ChatRequest chat, String models, Ineligibility reason, String detail) {
        return switch (reason) {
            case ENDPOINT_DISABLED, PROVIDER_DISABLED -> unavailable("no provider of " + models + " is switched on");
            case NOT_CALLABLE -> unavailable("no provider of " + models + " can be called yet");
            case NOT_LIVE -> unavailable("no provider of " + models + " is live");
            case NO_PRICE -> unavailable("no endpoint of " + models + " has a price");
            case WRONG_OPERATION ->
                ApiError.invalid(models + " is no chat model", "model").withAvailability("wrong_endpoint", false);
            case TIER_NOT_NAMED, NOT_IN_ONLY, IGNORED, QUANTIZATION, MAX_PRICE ->
                filtered(models + " has no endpoint that the provider preferences allow (" + reason.code() + ")");
            case DATA_COLLECTION, ZERO_DATA_RETENTION ->
                ApiError.of(404, "not_found", models + " has no endpoint that matches the data policy")
                        .withParam("provider")
                        .withAvailability("privacy_restricted", false);
            case MODALITY ->
                ApiError.invalid(models + " does not take or give " + detail, "messages")
                        .withAvailability("constraint_filtered", false);
            case PARAMETER ->
                chat.preferences().requireParameters()
                        ? filtered(models + " has no endpoint that supports " + words(detail))
                        : ApiError.invalid(
                                        models + " does not support " + words(detail),
                                        PromptFeatures.parameterOf(detail))
                                .withAvailability("constraint_filtered", false);
            case CONTEXT_LENGTH ->
                ApiError.of(
                                400,
                                "context_length_exceeded",
                                "the prompt is longer than the context of " + models + ", " + detail + " tokens")
                        .withParam("messages")
                        .withMetadata("openai_code", "context_length_exceeded");
            case MAX_TOKENS ->
                ApiError.of(400, "max_tokens_exceeded", models + " gives at most " + detail + " tokens")
                        .withParam("max_tokens");
        };
    }

    private static String words(String parameter) {
        return parameter.equals(PromptFeatures.BLANK_STOP) ? "a stop of white space alone" : parameter;
    }

    private static ApiError unavailable(String message) {
        return ApiError.of(404, "not_found", message).withParam("model").withAvailability("no_endpoints", false);
    }

    private static ApiError filtered(String message) {
        return ApiError.of(404, "not_found", message)
                .withParam("provider")
                .withAvailability("constraint_filtered", false);
    }
}
