package io.tollgate.ingress.unroutable;

import io.tollgate.contracts.attempt.RouteFailed;
import io.tollgate.dialects.reply.RouteTaken;
import io.tollgate.ingress.http.ApiError;
import java.time.Duration;
import java.util.List;

/** What a caller is told whose request found no endpoint. */
final class RouteFailure {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private RouteFailure() {}

    static ApiError error(RouteFailed failed) {
        return told(failed).withRoute(new RouteTaken(failed.filtered().size(), List.of(), List.of(), null));
    }

    private static ApiError told(RouteFailed failed) {
        String model = failed.requestedModel();
        return switch (failed.errorType()) {
            case "invalid_request", "context_length_exceeded", "max_tokens_exceeded" ->
                ApiError.of(400, failed.errorType(), "no endpoint of " + model + " can serve this request")
                        .withAvailability("constraint_filtered", false);
            case "not_found" ->
                ApiError.of(404, "not_found", "no endpoint of " + model + " is left by the request's constraints")
                        .withAvailability("constraint_filtered", false);
            case "payment_required" ->
                ApiError.of(402, "payment_required", "no endpoint of " + model + " fits the credit set aside")
                        .withMetadata("limit_source", "credits");
            case "timeout" -> ApiError.of(504, "timeout", "the request was not routed before its deadline");
            default ->
                ApiError.of(503, failed.errorType(), "no endpoint of " + model + " is available at the moment")
                        .withRetryAfter(RETRY_AFTER)
                        .withAvailability("temporarily_unavailable", true);
        };
    }
}
