package io.tollgate.metering.access;

import org.jspecify.annotations.Nullable;

/** A call that is refused, in OpenRouter's words. */
public final class RefusalException extends RuntimeException {

    private final int status;
    private final String errorType;
    private final @Nullable String parameter;

    private RefusalException(int status, String errorType, String message, @Nullable String parameter) {
        super(message, null, false, false);
        this.status = status;
        this.errorType = errorType;
        this.parameter = parameter;
    }

    /** The caller may not do this. */
    public static RefusalException forbidden(String message) {
        return new RefusalException(403, "permission_denied", message, null);
    }

    /** There is no such thing. */
    public static RefusalException notFound(String message) {
        return new RefusalException(404, "not_found", message, null);
    }

    /** A parameter makes no sense. */
    public static RefusalException invalid(String parameter, String message) {
        return new RefusalException(400, "invalid_request", message, parameter);
    }

    int status() {
        return status;
    }

    String errorType() {
        return errorType;
    }

    @Nullable
    String parameter() {
        return parameter;
    }
}
