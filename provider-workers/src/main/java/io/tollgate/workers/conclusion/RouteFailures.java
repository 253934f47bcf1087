package io.tollgate.workers.conclusion;

import io.tollgate.contracts.dispatch.FailedStop;
import io.tollgate.contracts.dispatch.Stop;
import io.tollgate.dialects.reply.ReplyFailure;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Names the failure of a whole route: all its stops were tried, or the last one told that no other could serve. */
final class RouteFailures {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final int TIMEOUT = 504;
    private static final int OVERLOADED = 529;

    private RouteFailures() {}

    /**
     * The failure to tell the caller.
     *
     * @param stop the last stop
     * @param last its failure
     * @param before the stops that failed earlier
     */
    static ReplyFailure of(Stop stop, Ending.Failed last, List<FailedStop> before) {
        if (last.failure().callerFault()) {
            return last.failure().toReply(stop.providerName());
        }
        int status = last.failure().status();
        if (status == TOO_MANY_REQUESTS && allAre(TOO_MANY_REQUESTS, before)) {
            return failure(
                    TOO_MANY_REQUESTS,
                    "capacity_exhausted",
                    "Every provider of this model is at its limit. Try again later.",
                    stop,
                    last,
                    soonest(last.retryAfterSeconds(), before));
        }
        return switch (status) {
            case TIMEOUT -> failure(TIMEOUT, "timeout", last.failure().message(), stop, last, null);
            case TOO_MANY_REQUESTS, UNAVAILABLE, OVERLOADED ->
                failure(
                        UNAVAILABLE,
                        status == UNAVAILABLE ? last.failure().errorType() : "provider_overloaded",
                        last.failure().message(),
                        stop,
                        last,
                        soonest(last.retryAfterSeconds(), before));
            default ->
                failure(BAD_GATEWAY, "provider_unavailable", last.failure().message(), stop, last, null);
        };
    }

    private static ReplyFailure failure(
            int status,
            String errorType,
            String message,
            Stop stop,
            Ending.Failed last,
            @Nullable Long retryAfterSeconds) {
        return new ReplyFailure(
                status,
                errorType,
                message,
                last.failure().providerCode(),
                stop.providerName(),
                retryAfterSeconds,
                null);
    }

    private static boolean allAre(int status, List<FailedStop> before) {
        return before.stream().allMatch(failed -> failed.status() == status);
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
