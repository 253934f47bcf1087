package io.tollgate.ingress.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTextTest {

    @ParameterizedTest
    @CsvSource({
        "2.5, 1000000, 0.0000025",
        "0.000000001, 1000000, 0.000000000000001",
        "15, 1000, 0.015",
        "0.04, 1, 0.04",
        "100, 1, 100",
        "1000000, 1, 1000000",
        "0, 1000000, 0",
        "1, 3, 0.3333333333333333333333333333333333",
        "0.06, 60, 0.001"
    })
    void shouldShowThePriceOfOneUnitExactly(String usd, long per, String expected) {
        assertThat(PriceText.ofOne(new MeterPrice(Meter.PROMPT, NanoUsd.parse(usd), per, null)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"500, 0.05", "0, 0", "1, 0.0001", "10000, 1", "525, 0.0525"})
    void shouldShowARate(int basisPoints, String expected) {
        assertThat(PriceText.rate(basisPoints)).isEqualTo(expected);
    }
}
