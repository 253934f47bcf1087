package io.tollgate.workers.conclusion;

import io.tollgate.dialects.provider.ProviderFailure;
import org.jspecify.annotations.Nullable;

/** How an attempt ended, before anything followed from it. */
public sealed interface Ending {

    /** The provider was not called: its pool is full, its key is missing, the body is gone. */
    record NotCalled(Failed why) implements Ending {}

    /**
     * The provider was not called because there is not enough credit for what the call can cost at least.
     *
     * @param limitSource {@code credits} or {@code key}
     */
    record Unfunded(String limitSource) implements Ending {}

    /** The provider was not called because the deadline had passed. */
    record Expired() implements Ending {}

    /** The caller went away before the provider was called. */
    record CancelledBefore() implements Ending {}

    /** The provider said that its reply is complete. */
    record Completed() implements Ending {}

    /** The call failed, or its reply did. */
    record Failed(
            ProviderFailure failure,
            @Nullable Integer providerStatus,
            @Nullable Long retryAfterSeconds) implements Ending {

        /** A failure that no HTTP status of the provider stands behind. */
        public static Failed of(int status, String errorType, String message) {
            return new Failed(new ProviderFailure(status, errorType, message, null, false), null, null);
        }
    }

    /** The caller went away while the provider answered. */
    record Cancelled() implements Ending {}

    /**
     * Credit ran out while the provider answered.
     *
     * @param limitSource {@code credits} or {@code key}
     */
    record OutOfCredit(String limitSource) implements Ending {}

    /**
     * The worker that made the attempt died.
     *
     * @param callerGone whether nobody waits for an answer any more
     */
    record Lost(boolean callerGone) implements Ending {}
}
