package io.tollgate.pricing;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.MeterPrice;
import java.math.BigInteger;

/** Adds up quantities times unit prices as one exact fraction, so that rounding happens once, at the end. Not thread-safe. */
final class ExactSum {

    private BigInteger numerator = BigInteger.ZERO;
    private BigInteger denominator = BigInteger.ONE;

    /** Adds a quantity at a price. */
    void add(long quantity, MeterPrice price) {
        BigInteger nanos = BigInteger.valueOf(quantity)
                .multiply(BigInteger.valueOf(price.price().value()));
        BigInteger per = BigInteger.valueOf(price.per());
        if (!per.equals(denominator)) {
            BigInteger common = denominator.divide(denominator.gcd(per)).multiply(per);
            numerator = numerator.multiply(common.divide(denominator));
            nanos = nanos.multiply(common.divide(per));
            denominator = common;
        }
        numerator = numerator.add(nanos);
    }

    /** @throws ArithmeticException if the sum does not fit 64 bits */
    NanoUsd roundedDown() {
        return NanoUsd.of(numerator.divide(denominator));
    }

    /** @throws ArithmeticException if the sum does not fit 64 bits */
    NanoUsd roundedUp() {
        return NanoUsd.of(numerator.add(denominator).subtract(BigInteger.ONE).divide(denominator));
    }
}
