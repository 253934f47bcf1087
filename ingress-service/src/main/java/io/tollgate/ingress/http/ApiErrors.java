package io.tollgate.ingress.http;

import io.tollgate.contracts.usage.Outcome;
import io.tollgate.dialects.openai.InvalidRequestException;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.ReplyFailure;
import java.time.Duration;

/** What other modules refuse or report, as our errors. */
public final class ApiErrors {

    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);

    private ApiErrors() {}

    /** A request that does not pass validation. */
    public static ApiError of(InvalidRequestException refused) {
        ApiError error = ApiError.of(refused.status(), refused.errorType(), refused.message())
                .withParam(refused.param());
        String openAiCode = refused.openAiCode();
        return openAiCode == null ? error : error.withMetadata("openai_code", openAiCode);
    }

    /** A reply that failed before anything was sent. A request that nobody even tried to serve says why nobody could. */
    public static ApiError of(End end, ReplyFailure failure) {
        ApiError error = of(failure).withRoute(end.route());
        if (end.outcome() != Outcome.REFUSED || end.attempts() > 0) {
            return error;
        }
        return switch (failure.status()) {
            case 400, 404 -> error.withAvailability("constraint_filtered", false);
            case 503 -> error.withAvailability("temporarily_unavailable", true);
            default -> error;
        };
    }

    private static ApiError of(ReplyFailure failure) {
        ApiError error = ApiError.of(failure.status(), failure.errorType(), failure.message());
        if (failure.providerCode() != null) {
            error = error.withMetadata("provider_code", failure.providerCode());
        }
        if (failure.providerName() != null) {
            error = error.withMetadata("provider_name", failure.providerName());
        }
        if (failure.limitSource() != null) {
            error = error.withMetadata("limit_source", failure.limitSource());
        }
        Long seconds = failure.retryAfterSeconds();
        if (seconds != null) {
            return error.withRetryAfter(Duration.ofSeconds(seconds));
        }
        boolean hintDue = failure.status() == 429 || failure.status() == 503;
        return hintDue ? error.withRetryAfter(DEFAULT_WAIT) : error;
    }
}
