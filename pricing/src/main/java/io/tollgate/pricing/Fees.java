package io.tollgate.pricing;

import io.tollgate.contracts.money.NanoUsd;
import java.math.BigInteger;

/** Our fee on a provider's cost. Rates are basis points: hundredths of a percent, 0 to 10,000. */
public final class Fees {

    static final BigInteger WHOLE = BigInteger.valueOf(10_000);

    private Fees() {}

    /**
     * The fee on a cost, rounded down to the nano-dollar.
     *
     * @param cost not negative
     * @throws IllegalArgumentException if the cost is negative or the rate is outside 0 to 10,000
     */
    public static NanoUsd on(NanoUsd cost, int feeBasisPoints) {
        check(cost, feeBasisPoints);
        return NanoUsd.of(product(cost, feeBasisPoints).divide(WHOLE));
    }

    /**
     * The fee on a cost, rounded up: what to set aside so that no cost up to this one can charge more.
     *
     * @throws IllegalArgumentException if the cost is negative or the rate is outside 0 to 10,000
     */
    static NanoUsd atMostOn(NanoUsd cost, int feeBasisPoints) {
        check(cost, feeBasisPoints);
        return NanoUsd.of(product(cost, feeBasisPoints)
                .add(WHOLE)
                .subtract(BigInteger.ONE)
                .divide(WHOLE));
    }

    /** The largest cost that, with the fee on it, is within the given amount; zero if the amount is not positive. */
    static NanoUsd largestCostWithin(NanoUsd amount, int feeBasisPoints) {
        if (amount.isNegative() || amount.isZero()) {
            return NanoUsd.ZERO;
        }
        BigInteger whole = WHOLE.add(BigInteger.valueOf(feeBasisPoints));
        NanoUsd cost =
                NanoUsd.of(BigInteger.valueOf(amount.value()).multiply(WHOLE).divide(whole));
        // the fee is rounded down, so one nano-dollar more may still fit; two never do
        NanoUsd more = cost.plus(NanoUsd.of(1));
        return more.plus(on(more, feeBasisPoints)).compareTo(amount) <= 0 ? more : cost;
    }

    private static BigInteger product(NanoUsd cost, int feeBasisPoints) {
        return BigInteger.valueOf(cost.value()).multiply(BigInteger.valueOf(feeBasisPoints));
    }

    private static void check(NanoUsd cost, int feeBasisPoints) {
        if (cost.isNegative()) {
            throw new IllegalArgumentException("cost must not be negative: " + cost);
        }
        if (feeBasisPoints < 0 || feeBasisPoints > 10_000) {
            throw new IllegalArgumentException("fee must be 0 to 10000 basis points: " + feeBasisPoints);
        }
    }
}
