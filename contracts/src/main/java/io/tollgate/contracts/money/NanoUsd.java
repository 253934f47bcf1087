package io.tollgate.contracts.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An amount in nano-dollars (10⁻⁹ USD), written as a decimal string of dollars with nine places. Range: a signed 64-bit
 * integer, some ± 9.2 thousand million dollars; arithmetic beyond it throws {@link ArithmeticException}.
 *
 * @param value nano-dollars
 */
public record NanoUsd(long value) implements Comparable<NanoUsd> {

    public static final NanoUsd ZERO = new NanoUsd(0);

    private static final int SCALE = 9;

    public static NanoUsd of(long nanos) {
        return new NanoUsd(nanos);
    }

    /**
     * An amount of nano-dollars.
     *
     * @throws ArithmeticException if the amount does not fit 64 bits
     */
    public static NanoUsd of(BigInteger nanos) {
        return new NanoUsd(nanos.longValueExact());
    }

    /**
     * An amount of dollars.
     *
     * @throws ArithmeticException if the amount is finer than a nano-dollar or does not fit 64 bits
     */
    public static NanoUsd ofUsd(BigDecimal usd) {
        return new NanoUsd(usd.movePointRight(SCALE).longValueExact());
    }

    /**
     * Reads a decimal string of dollars.
     *
     * @throws NumberFormatException if it is not a plain decimal
     * @throws ArithmeticException if it is finer than a nano-dollar or does not fit
     */
    @JsonCreator
    public static NanoUsd parse(String usd) {
        return ofUsd(new BigDecimal(usd));
    }

    public NanoUsd plus(NanoUsd other) {
        return new NanoUsd(Math.addExact(value, other.value));
    }

    public NanoUsd minus(NanoUsd other) {
        return new NanoUsd(Math.subtractExact(value, other.value));
    }

    public NanoUsd negated() {
        return new NanoUsd(Math.negateExact(value));
    }

    public boolean isNegative() {
        return value < 0;
    }

    public boolean isZero() {
        return value == 0;
    }

    public static NanoUsd min(NanoUsd a, NanoUsd b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    public static NanoUsd max(NanoUsd a, NanoUsd b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    public BigDecimal toUsd() {
        return BigDecimal.valueOf(value, SCALE);
    }

    @Override
    public int compareTo(NanoUsd other) {
        return Long.compare(value, other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return toUsd().toPlainString();
    }
}
