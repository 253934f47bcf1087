package io.tollgate.dialects.reply;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a reply's first frame says of who answers.
 *
 * @param model the model that answers, {@code author/slug}
 * @param provider the provider's slug
 * @param providerName the provider's name for people
 * @param simulated whether the simulator answers in the provider's place
 * @param createdEpochSeconds when the answer began, seconds since 1970
 * @param serviceTier the service tier that was called and is charged; absent for the ordinary one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Head(
        String model,
        String provider,
        String providerName,
        boolean simulated,
        long createdEpochSeconds,
        @Nullable String serviceTier) {

    /** An answer of the ordinary service tier. */
    public Head(String model, String provider, String providerName, boolean simulated, long createdEpochSeconds) {
        this(model, provider, providerName, simulated, createdEpochSeconds, null);
    }
}
