package io.tollgate.ledger.payment;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.payment.Notice.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;

/** What a payment is worth in dollars. Pure: multiplies exactly, divides once, rounds down. */
final class ExchangeRules {

    private static final String DOLLARS = "usd";
    private static final int DOLLAR_DIGITS = 2;
    private static final int NANO_DIGITS = 9;

    private ExchangeRules() {}

    /**
     * The credit for a payment.
     *
     * @param rates by currency; the dollar needs none
     * @param largest the most that one payment may be worth
     * @throws RefusalException 400 for a currency without a rate, or an amount that is worth nothing or too much
     */
    static NanoUsd worth(Money money, Map<String, LedgerConfig.Rate> rates, NanoUsd largest) {
        LedgerConfig.Rate rate = rates.get(money.currency());
        boolean isDollars = money.currency().equals(DOLLARS);
        if (!isDollars && rate == null) {
            throw RefusalException.badRequest("payments in " + money.currency() + " are not accepted", "currency");
        }
        BigDecimal usd = isDollars || rate == null
                ? BigDecimal.valueOf(money.minor(), DOLLAR_DIGITS)
                : BigDecimal.valueOf(money.minor(), rate.minorDigits()).multiply(rate.usd());
        BigDecimal nanos = usd.movePointRight(NANO_DIGITS).setScale(0, RoundingMode.DOWN);
        if (nanos.signum() <= 0 || nanos.compareTo(BigDecimal.valueOf(largest.value())) > 0) {
            throw RefusalException.badRequest(
                    "amount must be worth more than nothing and at most " + largest + " USD", "amount");
        }
        return NanoUsd.of(nanos.longValueExact());
    }

    /**
     * The part of a payment that went back, in the dollars it was worth when it came.
     *
     * @param refunded in the payment's minor units; more than the payment counts as the whole payment
     */
    static NanoUsd share(NanoUsd payment, long paymentMinor, long refunded) {
        BigInteger part = BigInteger.valueOf(payment.value())
                .multiply(BigInteger.valueOf(Math.min(refunded, paymentMinor)))
                .divide(BigInteger.valueOf(paymentMinor));
        return NanoUsd.of(part);
    }
}
