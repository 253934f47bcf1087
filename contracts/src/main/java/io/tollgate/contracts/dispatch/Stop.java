package io.tollgate.contracts.dispatch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.contracts.price.PriceVersion;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of a route with all a worker needs to call it.
 *
 * @param endpoint the endpoint's id
 * @param model the model it serves
 * @param provider the provider's slug
 * @param providerName the provider's name for people
 * @param providerModel what the provider calls the model
 * @param dialect {@code openai-chat}, {@code anthropic-messages} or {@code gemini-generate-content}
 * @param baseUrl where to call: the provider's, or the simulator's stand-in for it
 * @param prices the unit prices that will be charged
 * @param maxOutputTokens the most output tokens the endpoint gives; absent if unknown
 * @param cancellable whether closing the connection stops the provider's bill
 * @param simulated whether the simulator answers in the provider's place
 * @param credential reference of the key to call with, never the key: {@link #KEY_VARIABLE} and the name of an environment variable of
 *     the workers, {@link #SIMULATOR} or {@link #NO_KEY}
 * @param media whether the model may answer with images or sound, which come in large pieces; absent means no
 * @param tier the service tier of the endpoint; absent for the ordinary one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Stop(
        String endpoint,
        String model,
        String provider,
        String providerName,
        String providerModel,
        String dialect,
        String baseUrl,
        PriceVersion prices,
        @Nullable Long maxOutputTokens,
        boolean cancellable,
        boolean simulated,
        String credential,
        @Nullable Boolean media,
        @Nullable String tier) {

    /** Begins a reference to an environment variable of the workers. */
    public static final String KEY_VARIABLE = "env:";
    /** The reference of calls to the simulator, whose key is no secret. */
    public static final String SIMULATOR = "simulator";
    /** The reference of calls that need no key. */
    public static final String NO_KEY = "none";
}
