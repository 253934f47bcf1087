package io.tollgate.ledger.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.payment.Notice.Money;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExchangeRulesTest {

    private static final NanoUsd LARGEST = NanoUsd.parse("1000");
    private static final Map<String, LedgerConfig.Rate> RATES =
            Map.of("eur", rate("1.0853", 2), "jpy", rate("0.0064", 0));

    @Test
    void shouldMultiplyExactlyAndRoundDown() {
        assertThat(worth("usd", 1)).isEqualTo(NanoUsd.parse("0.01"));
        assertThat(worth("usd", 100_000)).isEqualTo(LARGEST);
        assertThat(worth("eur", 333)).isEqualTo(NanoUsd.parse("3.614049"));
        assertThat(worth("jpy", 3)).isEqualTo(NanoUsd.parse("0.0192"));
        assertThat(ExchangeRules.worth(new Money("xau", 1), Map.of("xau", rate("0.0000000019", 0)), LARGEST))
                .isEqualTo(NanoUsd.of(1));
    }

    @Test
    void shouldRefuseWhatIsWorthNothingOrTooMuchOrUnknown() {
        refused("usd", 100_001);
        refused("eur", 1_000_000_000_000L);
        refused("gbp", 100);
        assertThatThrownBy(
                        () -> ExchangeRules.worth(new Money("xau", 1), Map.of("xau", rate("0.0000000009", 0)), LARGEST))
                .isInstanceOf(RefusalException.class);
    }

    @Test
    void shouldShareAPaymentWithoutLosingANanoDollar() {
        NanoUsd payment = NanoUsd.of(3_614_049_001L);

        assertThat(ExchangeRules.share(payment, 333, 333)).isEqualTo(payment);
        assertThat(ExchangeRules.share(payment, 333, 400)).isEqualTo(payment);
        assertThat(ExchangeRules.share(payment, 333, 111)).isEqualTo(NanoUsd.of(1_204_683_000L));
        assertThat(ExchangeRules.share(payment, 333, 0)).isEqualTo(NanoUsd.ZERO);
    }

    private static NanoUsd worth(String currency, long minor) {
        return ExchangeRules.worth(new Money(currency, minor), RATES, LARGEST);
    }

    private static void refused(String currency, long minor) {
        assertThatThrownBy(() -> worth(currency, minor))
                .as(currency + " " + minor)
                .isInstanceOfSatisfying(
                        RefusalException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    private static LedgerConfig.Rate rate(String usd, int digits) {
        return new LedgerConfig.Rate() {
            @Override
            public BigDecimal usd() {
                return new BigDecimal(usd);
            }

            @Override
            public int minorDigits() {
                return digits;
            }
        };
    }
}
