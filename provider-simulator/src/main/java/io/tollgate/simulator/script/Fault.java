package io.tollgate.simulator.script;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A fault and when it strikes: for the next calls, with a probability, or without both always.
 *
 * @param probability 0 to 1, drawn from the seed and the call
 * @param nextCalls calls it strikes; then it is over
 * @param status of {@code status} and {@code error_event}, 400 to 599; 500 if absent
 * @param message what the error says; a usual one if absent
 * @param retryAfterSeconds Retry-After of {@code status}; no such header if absent
 * @param afterTokens tokens that come before it; 5 if absent
 * @param intervalMillis pace of {@code slow_loris} (20,000 if absent), patience of {@code no_first_byte} (600,000 if absent)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fault(
        FaultKind kind,
        @Nullable Double probability,
        @Nullable Integer nextCalls,
        @Nullable Integer status,
        @Nullable String message,
        @Nullable Integer retryAfterSeconds,
        @Nullable Integer afterTokens,
        @Nullable Long intervalMillis) {

    /** A fault that strikes every call. */
    public static Fault always(FaultKind kind) {
        return new Fault(kind, null, null, null, null, null, null, null);
    }

    public int statusOrDefault() {
        return status == null ? 500 : status;
    }

    public int afterTokensOrDefault() {
        return afterTokens == null ? 5 : afterTokens;
    }

    public long intervalMillisOr(long otherwise) {
        return intervalMillis == null ? otherwise : Math.max(1, intervalMillis);
    }

    /** What is wrong with its values; absent if nothing is. */
    @Nullable
    String problem() {
        if (probability != null && !(probability >= 0 && probability <= 1)) {
            return "probability must be between 0 and 1";
        }
        if (nextCalls != null && nextCalls < 1) {
            return "nextCalls must be at least 1";
        }
        if (statusOrDefault() < 400 || statusOrDefault() > 599) {
            return "status must be between 400 and 599";
        }
        return afterTokensOrDefault() < 0 ? "afterTokens must not be negative" : null;
    }
}
