package io.tollgate.ingress.chat;

import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What becomes of a request whose caller leaves before the end of its reply. */
enum OnDisconnect {
    /** It is cancelled unless somebody reads it again within the grace period. */
    CANCEL,
    /** It runs to its end; the reply can be read for its time. */
    CONTINUE;

    /** The request header that chooses. */
    static final String HEADER = "X-Tollgate-On-Disconnect";

    /**
     * Reads the header's value.
     *
     * @throws ApiException 400 if it is no choice
     */
    static OnDisconnect of(@Nullable String value) {
        if (value == null) {
            return CANCEL;
        }
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "cancel" -> CANCEL;
            case "continue" -> CONTINUE;
            default -> throw new ApiException(ApiError.invalid(HEADER + " must be cancel or continue", HEADER));
        };
    }
}
