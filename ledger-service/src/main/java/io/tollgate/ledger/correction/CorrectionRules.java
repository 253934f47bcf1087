package io.tollgate.ledger.correction;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.pricing.Rater;
import io.tollgate.pricing.UnpricedUsageException;

/**
 * Rates an attempt again. Pure. A customer may always pay less; it pays more only as far as the request's hold went, less what its other
 * attempts are charged, and as far as its credit is free. The rest is borne by the house.
 */
public final class CorrectionRules {

    private CorrectionRules() {}

    /**
     * An attempt rated again.
     *
     * @param hold what the request may be charged in all, as far as this rating is concerned
     * @param billedBefore the part of it that is not this attempt's
     * @param after equals rating {@code usage} again with these values
     */
    public record Plan(
            StandingCharge standing,
            Usage usage,
            PriceVersion prices,
            NanoUsd hold,
            NanoUsd billedBefore,
            Rating after) {

        /** What the customer pays more than now; zero if it pays less. */
        public NanoUsd increase() {
            return NanoUsd.max(NanoUsd.ZERO, difference());
        }

        /** What the customer pays more than now; less than zero if it pays less. */
        public NanoUsd difference() {
            return after.charge().minus(standing.rating().charge());
        }
    }

    /**
     * Rates an attempt again.
     *
     * @param prices at which it is rated now
     * @throws UnpricedUsageException if something was used that has no price
     * @throws IllegalArgumentException if a quantity is negative
     * @throws ArithmeticException if the cost does not fit 64 bits of nano-dollars
     */
    public static Plan rate(StandingCharge standing, Usage usage, PriceVersion prices) {
        NanoUsd elsewhere = NanoUsd.max(standing.billedBefore(), standing.others());
        return rate(standing, usage, prices, standing.hold(), NanoUsd.min(elsewhere, standing.hold()));
    }

    /** The same, but the customer pays at most so much more than now. */
    public static Plan within(Plan plan, NanoUsd most) {
        if (plan.increase().compareTo(most) <= 0) {
            return plan;
        }
        NanoUsd hold =
                plan.billedBefore().plus(plan.standing().rating().charge()).plus(most);
        return rate(plan.standing(), plan.usage(), plan.prices(), hold, plan.billedBefore());
    }

    private static Plan rate(
            StandingCharge standing, Usage usage, PriceVersion prices, NanoUsd hold, NanoUsd billedBefore) {
        Rating after = Rater.rate(usage, prices, standing.feeBasisPoints(), hold, billedBefore, standing.outcome());
        return new Plan(standing, usage, prices, hold, billedBefore, after);
    }
}
