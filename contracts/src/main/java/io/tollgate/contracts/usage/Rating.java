package io.tollgate.contracts.usage;

import io.tollgate.contracts.money.NanoUsd;

/**
 * What one usage costs and who bears it. {@code charge = billedCost + fee}; {@code cost = billedCost + absorbed}.
 *
 * @param cost the provider's price of the usage
 * @param billedCost the part of the cost that the caller bears
 * @param fee our fee on the billed cost, rounded down
 * @param charge what the caller pays
 * @param absorbed the part of the cost that the house bears: beyond the hold, or of an answer that failed
 */
public record Rating(NanoUsd cost, NanoUsd billedCost, NanoUsd fee, NanoUsd charge, NanoUsd absorbed) {

    public static final Rating FREE = new Rating(NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.ZERO);
}
