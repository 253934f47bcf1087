package io.tollgate.ingress.unroutable;

import io.tollgate.contracts.attempt.RouteFailed;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.dialects.reply.RouteTaken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller is told whose request found no endpoint. */
final class RouteFailure {

    private static final long RETRY_AFTER_SECONDS = 5;

    private RouteFailure() {}

    /** The end of its reply, for the failure that {@link #of} told. */
    static End end(RouteFailed failed, ReplyFailure failure) {
        RouteTaken route = new RouteTaken(failed.filtered().size(), List.of(), List.of(), null);
        return new End(Outcome.REFUSED, failure, null, null, 0, null, null, route);
    }

    static ReplyFailure of(RouteFailed failed) {
        String model = failed.requestedModel();
        String type = failed.errorType();
        return switch (type) {
            case "invalid_request", "context_length_exceeded", "max_tokens_exceeded" ->
                failure(400, type, "no endpoint of " + model + " can serve this request", null, null);
            case "not_found" ->
                failure(404, type, "no endpoint of " + model + " is left by the request's constraints", null, null);
            case "payment_required" ->
                failure(402, type, "no endpoint of " + model + " fits the credit set aside", null, "credits");
            case "timeout" -> failure(504, type, "the request was not routed before its deadline", null, null);
            default ->
                failure(
                        503,
                        type,
                        "no endpoint of " + model + " is available at the moment",
                        RETRY_AFTER_SECONDS,
                        null);
        };
    }

    private static ReplyFailure failure(
            int status, String type, String message, @Nullable Long retryAfterSeconds, @Nullable String limitSource) {
        return new ReplyFailure(status, type, message, null, null, retryAfterSeconds, limitSource);
    }
}
