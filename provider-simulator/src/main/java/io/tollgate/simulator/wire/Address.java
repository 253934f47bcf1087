package io.tollgate.simulator.wire;

/**
 * Where a call was sent.
 *
 * @param provider the provider's slug, from the path
 * @param model the model, as the provider calls it
 */
public record Address(String provider, String model) {}
