package io.tollgate.pricing;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.PromptFeatures;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Price versions and prompts as the tests write them. */
final class Prices {

    static final int FIVE_PERCENT = 500;
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    private Prices() {}

    static PriceVersion version(MeterPrice... prices) {
        return version(Arrays.asList(prices));
    }

    static PriceVersion version(List<MeterPrice> prices) {
        return new PriceVersion(PriceVersion.idOf("a/m@p", FROM), "a/m@p", FROM, prices);
    }

    /** A price in USD per million. */
    static MeterPrice perMillion(Meter meter, String usd) {
        return new MeterPrice(meter, NanoUsd.parse(usd), 1_000_000, null);
    }

    static MeterPrice perMillionAbove(long promptTokens, Meter meter, String usd) {
        return new MeterPrice(meter, NanoUsd.parse(usd), 1_000_000, promptTokens);
    }

    static MeterPrice each(Meter meter, String usd) {
        return new MeterPrice(meter, NanoUsd.parse(usd), 1, null);
    }

    static PromptFeatures text(long promptBound, @Nullable Long maxOutputTokens, int choices) {
        return new PromptFeatures(
                promptBound, promptBound, 0, Set.of("text"), Set.of("text"), Set.of(), maxOutputTokens, choices);
    }
}
