package io.tollgate.dialects.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.dialects.reply.ReplyFailure;
import org.jspecify.annotations.Nullable;

/**
 * Why a provider did not answer, in our callers' terms.
 *
 * @param status HTTP status for the caller if this is the last word: 400 … 504; see {@link FailureKind}
 * @param errorType OpenRouter's {@code error_type}
 * @param message safe to show to the caller
 * @param providerCode the provider's own code; absent if it gave none
 * @param callerFault whether another endpoint would refuse the request as well (a bad request), so that the route ends here
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProviderFailure(
        int status,
        String errorType,
        String message,
        @Nullable String providerCode,
        boolean callerFault) {

    /** The same for the caller. */
    public ReplyFailure toReply(String providerName) {
        return new ReplyFailure(status, errorType, message, providerCode, providerName, null, null);
    }
}
