package io.tollgate.ingress.admission;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.HoldTerms;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.livestate.CreditHolds.Placed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a caller is told if its hold cannot be placed. */
public final class CreditRefusal {

    private static final Duration SETTLEMENT = Duration.ofSeconds(1);
    private static final Duration REBUILD = Duration.ofSeconds(2);

    private CreditRefusal() {}

    /**
     * The refusal, or empty if the hold stands.
     *
     * @param hold what was to be set aside
     */
    public static Optional<ApiError> of(Placed placed, HoldTerms hold, Instant now) {
        return switch (placed) {
            case Placed.Ok ok -> Optional.empty();
            case Placed.InsufficientCredit credit -> Optional.of(insufficient(credit, hold.amount()));
            case Placed.KeyLimitReached reached -> Optional.of(keyLimit(reached, hold));
            case Placed.TooManyRequests many -> Optional.of(tooManyRequests(many, now));
            case Placed.TooManyConcurrent many ->
                Optional.of(ApiError.of(
                                429, "rate_limit_exceeded", "this key may have " + many.limit() + " requests at once")
                        .withMetadata("limit_source", "key_concurrency")
                        .withHeader("X-RateLimit-Limit", Integer.toString(many.limit()))
                        .withHeader("X-RateLimit-Remaining", "0")
                        .withRetryAfter(SETTLEMENT));
            case Placed.NotReady notReady ->
                Optional.of(ApiError.unavailable("credit cannot be checked at the moment", REBUILD));
        };
    }

    /** A request that may cost more than any account has. */
    static ApiError beyondAnyCredit() {
        return payment("the request may cost more than any credit covers")
                .withMetadata("limit_source", "credits")
                .withMetadata("reason", "weight_exceeds_budget");
    }

    private static ApiError insufficient(Placed.InsufficientCredit credit, NanoUsd needed) {
        String message = "the request may cost $" + needed + ", the account has $" + floor(credit.free()) + " free";
        ApiError error = credit.heldByOthers()
                ? whileOthersRun(message).withMetadata("limit_source", "in_flight_budget")
                : beyondBudget(message).withMetadata("limit_source", "credits");
        return withAmounts(error, needed, credit.free());
    }

    private static ApiError keyLimit(Placed.KeyLimitReached reached, HoldTerms hold) {
        String window = hold.limitWindow();
        int colon = window.indexOf(':');
        String reset = colon < 0 ? "" : window.substring(0, colon) + " ";
        String message = "the request may cost $" + hold.amount() + ", this key's " + reset + "spending limit leaves $"
                + floor(reached.free());
        ApiError error = reached.heldByOthers() ? whileOthersRun(message) : beyondBudget(message);
        return withAmounts(
                error.withMetadata("limit_source", "key").withMetadata("limit_window", window),
                hold.amount(),
                reached.free());
    }

    private static ApiError whileOthersRun(String message) {
        return ApiError.of(402, "payment_required", message + " while other requests run")
                .withMetadata("reason", "in_flight_budget_exhausted")
                .withRetryAfter(SETTLEMENT);
    }

    private static ApiError beyondBudget(String message) {
        return payment(message).withMetadata("reason", "weight_exceeds_budget");
    }

    private static ApiError withAmounts(ApiError error, NanoUsd needed, NanoUsd free) {
        return error.withMetadata("required", needed.toString())
                .withMetadata("available", floor(free).toString());
    }

    private static ApiError tooManyRequests(Placed.TooManyRequests many, Instant now) {
        long resetMillis = now.toEpochMilli()
                + Duration.ofSeconds(many.retryAfterSeconds()).toMillis();
        return ApiError.of(429, "rate_limit_exceeded", "this key may send " + many.limit() + " requests a minute")
                .withMetadata("limit_source", "key_requests_per_minute")
                .withHeader("X-RateLimit-Limit", Integer.toString(many.limit()))
                .withHeader("X-RateLimit-Remaining", Integer.toString(many.remaining()))
                .withHeader("X-RateLimit-Reset", Long.toString(resetMillis))
                .withRetryAfter(Duration.ofSeconds(many.retryAfterSeconds()));
    }

    private static ApiError payment(String message) {
        return ApiError.of(402, "payment_required", message).withHeader(ApiError.SHOULD_RETRY, "false");
    }

    private static NanoUsd floor(NanoUsd free) {
        return NanoUsd.max(NanoUsd.ZERO, free);
    }
}
