package io.tollgate.dialects.reply;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why a reply failed, in the caller's terms.
 *
 * @param status HTTP status if nothing was sent yet; the error chunk's {@code code} otherwise
 * @param errorType OpenRouter's {@code error_type}
 * @param message safe to show to the caller
 * @param providerCode the provider's own code; absent if it gave none
 * @param providerName the provider that failed; absent if none was called
 * @param retryAfterSeconds when to try again; absent if unknown
 * @param limitSource which budget was too small, for status 402: {@code credits} or {@code key}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplyFailure(
        int status,
        String errorType,
        String message,
        @Nullable String providerCode,
        @Nullable String providerName,
        @Nullable Long retryAfterSeconds,
        @Nullable String limitSource) {

    /** A failure of which nothing more is known. */
    public static ReplyFailure of(int status, String errorType, String message) {
        return new ReplyFailure(status, errorType, message, null, null, null, null);
    }
}
