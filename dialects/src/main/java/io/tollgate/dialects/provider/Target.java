package io.tollgate.dialects.provider;

import org.jspecify.annotations.Nullable;

/**
 * What is called, and how.
 *
 * @param providerModel what the provider calls the model
 * @param model the model's id in the catalogue, {@code author/slug}
 * @param provider the provider's slug, for dialect variants of single providers
 * @param stream whether the reply is streamed
 * @param maxOutputTokens output limit to state: the caller's, within what the endpoint gives; absent to leave it to the provider
 * @param attemptId sent along where the dialect has a place for a caller's reference
 */
public record Target(
        String providerModel,
        String model,
        String provider,
        boolean stream,
        @Nullable Long maxOutputTokens,
        String attemptId) {}
