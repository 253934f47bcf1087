package io.tollgate.ingress.chat;

import io.tollgate.ingress.http.ApiError;

/** A request is refused, but it cannot be told now whether anybody runs it. Expected, hence without a stack trace. */
final class UndecidedException extends RuntimeException {

    private final transient ApiError error;

    UndecidedException(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    ApiError error() {
        return error;
    }
}
