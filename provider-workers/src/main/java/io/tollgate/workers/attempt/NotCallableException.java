package io.tollgate.workers.attempt;

import io.tollgate.dialects.provider.ProviderFailure;
import io.tollgate.workers.conclusion.Ending;
import org.jspecify.annotations.Nullable;

/** A provider cannot be called at all; nothing was sent to it. */
final class NotCallableException extends RuntimeException {

    private static final int INTERNAL_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private final transient Ending.Failed why;

    NotCallableException(int status, String errorType, String message) {
        this(new ProviderFailure(status, errorType, message, null, false), null);
    }

    NotCallableException(ProviderFailure failure, @Nullable Long retryAfterSeconds) {
        super(failure.message());
        this.why = new Ending.Failed(failure, null, retryAfterSeconds);
    }

    /** It is our fault, and would be again. */
    static NotCallableException internal(String message) {
        return new NotCallableException(INTERNAL_ERROR, "server", message);
    }

    /** What is needed for the call is not there now. */
    static NotCallableException unavailable(String message) {
        return new NotCallableException(UNAVAILABLE, "server", message);
    }

    /** Nobody has a key for the provider. */
    static NotCallableException notSetUp() {
        return new NotCallableException(UNAVAILABLE, "provider_unavailable", "This provider is not set up.");
    }

    /** As many calls run and wait as the provider is to have. */
    static NotCallableException poolFull() {
        return new NotCallableException(
                new ProviderFailure(
                        UNAVAILABLE, "capacity_exhausted", "This provider is busy. Try again later.", null, false),
                1L);
    }

    Ending.Failed why() {
        return why;
    }
}
