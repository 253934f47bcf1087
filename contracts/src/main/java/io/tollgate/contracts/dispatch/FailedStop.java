package io.tollgate.contracts.dispatch;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A stop of a route that did not answer before the first frame.
 *
 * @param provider the provider's slug
 * @param called whether the provider was called, so that a usage was recorded; false if its pool was full or its key missing
 * @param status what the caller would have been told: 400 … 599
 * @param errorType OpenRouter's {@code error_type}
 * @param providerCode the provider's own code; absent if it gave none
 * @param retryAfterSeconds when the provider wants to be asked again; absent if it did not say
 * @param endpoint the endpoint's id; absent in events of before it was recorded, as are the two below
 * @param model the model it serves
 * @param providerName the provider's name for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailedStop(
        String provider,
        boolean called,
        int status,
        String errorType,
        @Nullable String providerCode,
        @Nullable Long retryAfterSeconds,
        @Nullable String endpoint,
        @Nullable String model,
        @Nullable String providerName) {}
