package io.tollgate.catalogue.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A provider as its file states it.
 *
 * @param slug its id
 * @param dialect the wire format it is called in
 * @param baseUrl where it is called; parts in braces are for the operator to fill in
 * @param alternative another way to call it, for information
 * @param key where its key comes from; absent if it needs none
 * @param docs its documentation
 * @param collectsData whether it keeps or trains on prompts; absent if the operator has not declared it
 * @param zeroDataRetention whether it keeps nothing; absent if the operator has not declared it
 * @param cancelStopsBilling false where an answer is billed in full although its caller hung up; absent means true
 */
public record ProviderEntry(
        String slug,
        String name,
        String dialect,
        @JsonProperty("base_url") String baseUrl,
        @Nullable Alternative alternative,
        @Nullable Key key,
        @Nullable String headquarters,
        @Nullable String docs,
        @JsonProperty("collects_data") @Nullable Boolean collectsData,
        @JsonProperty("zero_data_retention") @Nullable Boolean zeroDataRetention,
        @JsonProperty("cancel_stops_billing") @Nullable Boolean cancelStopsBilling) {

    /** Another dialect the provider speaks. */
    public record Alternative(
            String dialect,
            @JsonProperty("base_url") @Nullable String baseUrl) {}

    /**
     * The provider's key.
     *
     * @param env environment variable that holds it
     * @param envBasis whose name the variable has
     * @param format what keys look like: a hint for people, never a reason to refuse one
     */
    public record Key(
            String env,
            @JsonProperty("env_basis") @Nullable String envBasis,
            @Nullable String format) {}

    /** Whether hanging up stops the bill. */
    public boolean isCancellable() {
        return !Boolean.FALSE.equals(cancelStopsBilling);
    }

    /** Name of the environment variable with the key; empty if the provider needs none. */
    public String credential() {
        return key == null ? "" : key.env();
    }
}
