package io.tollgate.workers.attempt;

import io.tollgate.dialects.provider.ProviderFailure;
import io.tollgate.workers.conclusion.Ending;
import org.jspecify.annotations.Nullable;

/** A provider cannot be called at all; nothing was sent to it. */
final class NotCallableException extends RuntimeException {

    private final transient Ending.Failed why;

    NotCallableException(int status, String errorType, String message) {
        this(new ProviderFailure(status, errorType, message, null, false), null);
    }

    NotCallableException(ProviderFailure failure, @Nullable Long retryAfterSeconds) {
        super(failure.message());
        this.why = new Ending.Failed(failure, null, retryAfterSeconds);
    }

    Ending.Failed why() {
        return why;
    }
}
