package io.tollgate.workers.call;

import io.tollgate.dialects.provider.ProviderFailure;
import org.jspecify.annotations.Nullable;

/** How a call ended. */
public sealed interface CallEnd {

    /** The reply is complete by the dialect's own sign. */
    record Complete() implements CallEnd {}

    /**
     * The call failed, or its reply did.
     *
     * @param providerStatus HTTP status the provider gave; absent if it gave none
     * @param retryAfterSeconds as the provider said; absent if it did not
     */
    record Failed(
            ProviderFailure failure,
            @Nullable Integer providerStatus,
            @Nullable Long retryAfterSeconds) implements CallEnd {}

    /** We closed it. */
    record Closed() implements CallEnd {}
}
