package io.tollgate.dialects.json;

import com.fasterxml.jackson.databind.util.RawValue;
import io.tollgate.contracts.money.NanoUsd;
import java.math.BigDecimal;

/** JSON numbers that are written digit by digit: no exponent, no trailing zeros, no binary float on the way. */
public final class PlainDecimal {

    private PlainDecimal() {}

    /** An amount in dollars. */
    public static RawValue usd(NanoUsd amount) {
        return of(amount.toUsd());
    }

    public static RawValue of(BigDecimal value) {
        BigDecimal shortest = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        return new RawValue(shortest.toPlainString());
    }
}
