package io.tollgate.ledger.generation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.App;
import io.tollgate.contracts.request.Labels;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.ledger.access.Answers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows a request as OpenRouter does: every field its clients require is there, null where we have nothing to say. Pure. */
final class GenerationView {

    private static final int OK = 200;

    private GenerationView() {}

    /**
     * A request with its attempts.
     *
     * @param attempts in their order, at least one; the last one answered
     */
    static ObjectNode of(List<BookedAttempt> attempts) {
        UsageRecorded last = attempts.getLast().usage();
        ObjectNode view = Answers.object();
        view.put("id", last.requestId());
        view.put("request_id", last.requestId());
        view.put("model", last.model());
        view.put("provider_name", providerName(last));
        view.put("service_tier", last.serviceTier());
        view.put("created_at", last.acceptedAt().toString());
        origin(view, last);
        money(view, attempts);
        tokens(view, last.usage());
        times(view, last);
        view.put("finish_reason", last.finishReason());
        view.put("native_finish_reason", last.nativeFinishReason());
        view.put("cancelled", last.outcome() == Outcome.CANCELLED);
        view.put("streamed", last.streamed());
        view.put("upstream_id", last.upstreamId());
        nothingToSay(view);
        responses(view, attempts);
        own(view, attempts);
        return view;
    }

    /** The name for people; the slug where an event is older than the name in it. */
    private static String providerName(UsageRecorded usage) {
        return Objects.requireNonNullElse(usage.providerName(), usage.provider());
    }

    private static void origin(ObjectNode view, UsageRecorded last) {
        App app = last.app();
        String referer = app == null ? null : app.referer();
        view.put("origin", referer == null ? "" : referer);
        view.put("http_referer", referer);
        view.put("api_type", "chat".equals(last.operation()) ? "completions" : last.operation());
        view.put("external_user", last.user());
        Labels labels = last.labels();
        view.put("session_id", labels == null ? null : labels.sessionId());
        view.put("workspace_id", last.account());
        view.put("data_region", "global");
    }

    private static void money(ObjectNode view, List<BookedAttempt> attempts) {
        NanoUsd charged = GenerationRepository.charged(attempts);
        view.set("total_cost", Answers.usd(charged));
        view.set("usage", Answers.usd(charged));
        view.putNull("upstream_inference_cost");
        view.putNull("cache_discount");
        view.put("is_byok", false);
    }

    private static void tokens(ObjectNode view, Usage usage) {
        view.put("tokens_prompt", usage.promptTokens());
        view.put("tokens_completion", usage.completionTokens());
        view.put("native_tokens_prompt", usage.promptTokens());
        view.put("native_tokens_completion", usage.completionTokens());
        view.put("native_tokens_reasoning", usage.reasoningTokens());
        view.put("native_tokens_cached", usage.cachedTokens());
        view.put("native_tokens_completion_images", usage.imageCompletionTokens());
        view.put("num_media_prompt", usage.inputImages());
        view.put("num_media_completion", usage.outputImages());
        view.put("num_search_results", usage.webSearches());
        view.putNull("num_input_audio_prompt");
        view.putNull("num_fetches");
    }

    private static void times(ObjectNode view, UsageRecorded last) {
        Instant first = last.firstTokenAt();
        view.put("latency", millis(last.acceptedAt(), first == null ? last.finishedAt() : first));
        view.put("generation_time", millis(last.startedAt(), last.finishedAt()));
        view.putNull("moderation_latency");
    }

    private static void nothingToSay(ObjectNode view) {
        view.putNull("app_id");
        view.putNull("preset_id");
        view.putNull("router");
        view.putNull("user_agent");
        view.putNull("web_search_engine");
        view.putNull("response_cache_source_id");
    }

    private static void responses(ObjectNode view, List<BookedAttempt> attempts) {
        ArrayNode responses = view.putArray("provider_responses");
        for (BookedAttempt attempt : attempts) {
            UsageRecorded usage = attempt.usage();
            ObjectNode response = responses.addObject();
            response.put("id", usage.upstreamId());
            response.put("status", usage.outcome() == Outcome.FAILED ? null : (Integer) OK);
            response.put("endpoint_id", usage.endpoint());
            response.put("is_byok", false);
            response.put("latency", millis(usage.startedAt(), usage.finishedAt()));
            response.put("model_permaslug", usage.model());
            response.put("provider_name", providerName(usage));
            response.put("routed_service_tier", usage.serviceTier());
        }
    }

    /** What OpenRouter does not tell: the parts of the charge, as exact decimal strings. */
    private static void own(ObjectNode view, List<BookedAttempt> attempts) {
        BookedAttempt last = attempts.getLast();
        ObjectNode parts = view.putObject("charge");
        parts.put("total", GenerationRepository.charged(attempts).toString());
        parts.put("provider_cost", sum(attempts, each -> each.rating().billedCost()));
        parts.put("fee", sum(attempts, each -> each.rating().fee()));
        parts.put("fee_basis_points", last.usage().feeBasisPoints());
        parts.put("absorbed", sum(attempts, each -> each.rating().absorbed()));
        parts.put("price_version", last.usage().prices().id());
        parts.put("month", last.month());
        view.put("outcome", last.usage().outcome().name());
        view.put("attempts", attempts.size());
        view.put("simulated", last.usage().simulated());
        view.put("usage_source", last.usage().usage().source().name());
        metadata(view, last.usage().labels());
    }

    private static void metadata(ObjectNode view, @Nullable Labels labels) {
        ObjectNode metadata = view.putObject("metadata");
        if (labels != null && labels.metadata() != null) {
            new TreeMap<>(labels.metadata()).forEach(metadata::put);
        }
    }

    private static String sum(List<BookedAttempt> attempts, Function<BookedAttempt, NanoUsd> part) {
        return attempts.stream().map(part).reduce(NanoUsd.ZERO, NanoUsd::plus).toString();
    }

    private static @Nullable Long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }
}
