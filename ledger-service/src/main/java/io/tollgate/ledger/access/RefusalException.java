package io.tollgate.ledger.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call is refused; its answer has OpenRouter's error body. Not a fault of this service. */
public final class RefusalException extends RuntimeException {

    private final int status;
    private final String errorType;
    private final transient @Nullable String parameter;
    private final transient @Nullable Duration retryAfter;

    private RefusalException(int status, String errorType, String message, @Nullable String parameter) {
        this(status, errorType, message, parameter, null);
    }

    private RefusalException(
            int status, String errorType, String message, @Nullable String parameter, @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.errorType = errorType;
        this.parameter = parameter;
        this.retryAfter = retryAfter;
    }

    /** 400: the input is wrong. */
    public static RefusalException badRequest(String message, @Nullable String parameter) {
        return new RefusalException(400, "invalid_request", message, parameter);
    }

    /** 403: the caller may not do that. */
    public static RefusalException forbidden(String message) {
        return new RefusalException(403, "permission_denied", message, null);
    }

    /** 404: there is no such thing, or it belongs to somebody else. */
    public static RefusalException notFound(String message) {
        return new RefusalException(404, "not_found", message, null);
    }

    /** 409: it contradicts what exists. */
    public static RefusalException conflict(String message, @Nullable String parameter) {
        return new RefusalException(409, "precondition_failed", message, parameter);
    }

    /** A refusal of a kind of its own, of the body's field or of none. */
    public static RefusalException typed(int status, String errorType, String message, @Nullable String parameter) {
        return new RefusalException(status, errorType, message, parameter);
    }

    /** 429: too often; the caller may come again after a while. */
    public static RefusalException tooOften(String message, Duration retryAfter) {
        return new RefusalException(429, "rate_limit_exceeded", message, null, retryAfter);
    }

    /** 503: it cannot be done now; the caller may come again after a while. */
    public static RefusalException unavailable(String message, Duration retryAfter) {
        return new RefusalException(503, "temporarily_unavailable", message, null, retryAfter);
    }

    public int status() {
        return status;
    }

    /** OpenRouter's {@code error_type}. */
    public String errorType() {
        return errorType;
    }

    /** After which time the same call may succeed, if it may. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The field that is wrong, if it is one. */
    public @Nullable String parameter() {
        return parameter;
    }
}
