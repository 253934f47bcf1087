package io.tollgate.workers.conclusion;

import io.tollgate.contracts.dispatch.FailedStop;
import io.tollgate.contracts.dispatch.Stop;
import io.tollgate.dialects.provider.FailureKind;
import io.tollgate.dialects.provider.ProviderFailure;
import io.tollgate.dialects.reply.ReplyFailure;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Names the failure of a whole route: all its stops were tried, or the last one told that no other could serve. What lies with the
 * request is told as such only if no other stop failed for want of anything else: that one might serve later.
 */
final class RouteFailures {

    private RouteFailures() {}

    /**
     * The failure to tell the caller.
     *
     * @param stop the last stop
     * @param last its failure
     * @param before the stops that failed earlier
     */
    static ReplyFailure of(Stop stop, Ending.Failed last, List<FailedStop> before) {
        ProviderFailure failure = last.failure();
        if (failure.callerFault()
                || (aboutTheRequest(failure.status()) && allAre(before, RouteFailures::aboutTheRequest))) {
            return failure.toReply(stop.providerName());
        }
        if (isRateLimit(failure.status()) && allAre(before, RouteFailures::isRateLimit)) {
            return new ReplyFailure(
                    FailureKind.RATE_LIMITED.status(),
                    "capacity_exhausted",
                    "Every provider of this model is at its limit. Try again later.",
                    failure.providerCode(),
                    stop.providerName(),
                    soonest(last.retryAfterSeconds(), before),
                    null);
        }
        return isRateLimit(failure.status())
                ? told(FailureKind.OVERLOADED.because(failure.message(), failure.providerCode()), stop, last, before)
                : told(known(failure), stop, last, before);
    }

    /** Timeouts and lack of capacity are told as what they are; anything else is that the provider is unavailable. */
    private static ProviderFailure known(ProviderFailure failure) {
        boolean itself =
                failure.status() == FailureKind.TIMEOUT.status() || failure.status() == FailureKind.OVERLOADED.status();
        return itself ? failure : FailureKind.UNAVAILABLE.because(failure.message(), failure.providerCode());
    }

    private static ReplyFailure told(ProviderFailure failure, Stop stop, Ending.Failed last, List<FailedStop> before) {
        boolean later = failure.status() == FailureKind.OVERLOADED.status();
        return new ReplyFailure(
                failure.status(),
                failure.errorType(),
                failure.message(),
                failure.providerCode(),
                stop.providerName(),
                later ? soonest(last.retryAfterSeconds(), before) : null,
                null);
    }

    private static boolean isRateLimit(int status) {
        return status == FailureKind.RATE_LIMITED.status();
    }

    private static boolean aboutTheRequest(int status) {
        return FailureKind.isAboutTheRequest(status);
    }

    private static boolean allAre(List<FailedStop> before, IntPredicate kind) {
        return before.stream().mapToInt(FailedStop::status).allMatch(kind);
    }

    private static @Nullable Long soonest(@Nullable Long last, List<FailedStop> before) {
        LongStream hints = before.stream()
                .map(FailedStop::retryAfterSeconds)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue);
        LongStream all = last == null ? hints : LongStream.concat(hints, LongStream.of(last));
        return all.boxed().min(Long::compare).orElse(null);
    }
}
