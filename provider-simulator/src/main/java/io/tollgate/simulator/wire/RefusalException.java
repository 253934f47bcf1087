package io.tollgate.simulator.wire;

import org.jspecify.annotations.Nullable;

/** What the provider would not accept; the dialect puts it into the provider's own words and fields. */
public final class RefusalException extends RuntimeException {

    private final int status;
    private final @Nullable String param;
    private final @Nullable String code;

    /**
     * @param status HTTP status
     * @param param the field at fault; absent if there is none
     * @param code the provider's own code; absent if it has none
     */
    public RefusalException(int status, String message, @Nullable String param, @Nullable String code) {
        super(message, null, false, false);
        this.status = status;
        this.param = param;
        this.code = code;
    }

    /** A refusal with status 400 and nothing but a message. */
    public static RefusalException badRequest(String message) {
        return new RefusalException(400, message, null, null);
    }

    public int status() {
        return status;
    }

    public @Nullable String param() {
        return param;
    }

    public @Nullable String code() {
        return code;
    }

    /** Never null, unlike what an exception allows. */
    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
