package io.tollgate.bench.sevenmonths;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Rating;

/**
 * Sums of a month, or of all.
 *
 * @param attempts usages, each of which has one charge
 * @param cost what providers are owed
 * @param absorbed the part of the cost that the house bears
 */
record Sums(
        long attempts,
        long requests,
        long promptTokens,
        long completionTokens,
        NanoUsd cost,
        NanoUsd fee,
        NanoUsd charge,
        NanoUsd absorbed) {

    static final Sums NONE = new Sums(0, 0, 0, 0, NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.ZERO);

    /** One attempt. */
    static Sums of(long promptTokens, long completionTokens, Rating rating) {
        return new Sums(
                1, 0, promptTokens, completionTokens, rating.cost(), rating.fee(), rating.charge(), rating.absorbed());
    }

    /** One request, without its attempts. */
    static Sums request() {
        return new Sums(0, 1, 0, 0, NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.ZERO);
    }

    Sums plus(Sums other) {
        return new Sums(
                attempts + other.attempts,
                requests + other.requests,
                Math.addExact(promptTokens, other.promptTokens),
                Math.addExact(completionTokens, other.completionTokens),
                cost.plus(other.cost),
                fee.plus(other.fee),
                charge.plus(other.charge),
                absorbed.plus(other.absorbed));
    }

    /** What customers bought at the providers' prices: the cost without what the house bears. */
    NanoUsd inference() {
        return cost.minus(absorbed);
    }
}
