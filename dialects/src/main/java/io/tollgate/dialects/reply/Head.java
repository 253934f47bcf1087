package io.tollgate.dialects.reply;

/**
 * What a reply's first frame says of who answers.
 *
 * @param model the model that answers, {@code author/slug}
 * @param provider the provider's slug
 * @param providerName the provider's name for people
 * @param simulated whether the simulator answers in the provider's place
 * @param createdEpochSeconds when the answer began, seconds since 1970
 */
public record Head(String model, String provider, String providerName, boolean simulated, long createdEpochSeconds) {}
