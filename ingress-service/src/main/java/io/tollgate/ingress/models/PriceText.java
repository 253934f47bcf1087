package io.tollgate.ingress.models;

import io.tollgate.contracts.price.MeterPrice;
import java.math.BigDecimal;
import java.math.MathContext;

/** Unit prices as callers read them: decimal strings, USD for one unit, exact. */
final class PriceText {

    /** Stands for a price that nobody knows; a made-up one would be taken for true. */
    static final String UNKNOWN = "-1";

    /** Only prices for a number of units that divides no power of ten are rounded, and only here. */
    private static final MathContext ENDLESS = MathContext.DECIMAL128;

    private PriceText() {}

    static String ofOne(MeterPrice price) {
        BigDecimal one = perUnit(price);
        return one.signum() == 0 ? "0" : one.stripTrailingZeros().toPlainString();
    }

    private static BigDecimal perUnit(MeterPrice price) {
        BigDecimal units = BigDecimal.valueOf(price.per());
        try {
            return price.price().toUsd().divide(units);
        } catch (ArithmeticException endless) {
            return price.price().toUsd().divide(units, ENDLESS);
        }
    }

    /** Basis points as a rate: 500 is {@code 0.05}. */
    static String rate(int basisPoints) {
        BigDecimal rate = BigDecimal.valueOf(basisPoints, 4);
        return rate.signum() == 0 ? "0" : rate.stripTrailingZeros().toPlainString();
    }
}
