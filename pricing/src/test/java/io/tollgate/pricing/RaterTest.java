package io.tollgate.pricing;

import static io.tollgate.pricing.Prices.FIVE_PERCENT;
import static io.tollgate.pricing.Prices.each;
import static io.tollgate.pricing.Prices.perMillion;
import static io.tollgate.pricing.Prices.perMillionAbove;
import static io.tollgate.pricing.Prices.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RaterTest {

    private static final NanoUsd AMPLE = NanoUsd.parse("1000");
    private static final PriceVersion PLAIN =
            version(perMillion(Meter.PROMPT, "0.0135"), perMillion(Meter.COMPLETION, "2"));

    private static final PriceVersion STEPPED = version(
            perMillion(Meter.PROMPT, "1.25"),
            perMillionAbove(200_000, Meter.PROMPT, "2.5"),
            perMillion(Meter.COMPLETION, "10"),
            perMillionAbove(200_000, Meter.COMPLETION, "15"));

    private record Golden(String name, PriceVersion prices, Usage usage, long costNanos, long feeNanos) {}

    private static final List<Golden> GOLDEN = List.of(
            new Golden("one token below a nano-dollar's worth is free", PLAIN, tokens(0, 0), 0, 0),
            // 1 x 13.5 nano-dollars
            new Golden("half a nano-dollar is rounded away", PLAIN, tokens(1, 0), 13, 0),
            // 3 x 13.5 + 7 x 2000 = 14040.5; 5 % = 702.0
            new Golden("lines are added before rounding", PLAIN, tokens(3, 7), 14_040, 702),
            new Golden("a million each", PLAIN, tokens(1_000_000, 1_000_000), 2_013_500_000L, 100_675_000L),
            // 600 x 3000 + 300 x 300 + 100 x 3750 + 50 x 15000
            new Golden(
                    "cache reads and writes have their own price",
                    version(
                            perMillion(Meter.PROMPT, "3"),
                            perMillion(Meter.CACHED_PROMPT, "0.3"),
                            perMillion(Meter.CACHE_WRITE, "3.75"),
                            perMillion(Meter.COMPLETION, "15")),
                    usage(1000L, 300L, 100L, null, null, 50L, null),
                    3_015_000,
                    150_750),
            // 1000 x 3000 + 50 x 15000
            new Golden(
                    "a cached token without a price costs a prompt token",
                    version(perMillion(Meter.PROMPT, "3"), perMillion(Meter.COMPLETION, "15")),
                    usage(1000L, 300L, 100L, null, null, 50L, 20L),
                    3_750_000,
                    187_500),
            // 100 x 1000 + 30 x 4000 + 20 x 9000
            new Golden(
                    "reasoning has its own price where listed",
                    version(
                            perMillion(Meter.PROMPT, "1"),
                            perMillion(Meter.COMPLETION, "4"),
                            perMillion(Meter.REASONING, "9")),
                    usage(100L, null, null, null, null, 50L, 20L),
                    400_000,
                    20_000),
            // 10 x 1000 + 60 x 5000 + 30 x 7000 + 0
            new Golden(
                    "image and audio tokens have their own price where listed",
                    version(
                            perMillion(Meter.PROMPT, "1"),
                            perMillion(Meter.IMAGE_PROMPT, "5"),
                            perMillion(Meter.AUDIO_PROMPT, "7"),
                            perMillion(Meter.COMPLETION, "4")),
                    usage(100L, null, null, 60L, 30L, 0L, null),
                    520_000,
                    26_000),
            new Golden("the step itself is not exceeded", STEPPED, tokens(200_000, 10), 250_100_000, 12_505_000),
            // 200001 x 2500 + 10 x 15000
            new Golden("one token over the step re-prices all", STEPPED, tokens(200_001, 10), 500_152_500, 25_007_625),
            // 5000000 + 10 x 1000 + 10 x 1000
            new Golden(
                    "a request price is added once",
                    version(
                            perMillion(Meter.PROMPT, "1"),
                            perMillion(Meter.COMPLETION, "1"),
                            each(Meter.REQUEST, "0.005")),
                    tokens(10, 10),
                    5_020_000,
                    251_000),
            // 10 x 1000 taken as cached first: 8 x 100 + 2 x 200, nothing left for prompt
            new Golden(
                    "parts never exceed the whole",
                    version(
                            perMillion(Meter.PROMPT, "1"),
                            perMillion(Meter.CACHED_PROMPT, "0.1"),
                            perMillion(Meter.CACHE_WRITE, "0.2"),
                            perMillion(Meter.COMPLETION, "1")),
                    usage(10L, 8L, 8L, null, null, 0L, null),
                    1_200,
                    60));

    @Test
    void shouldRateTheGoldenTable() {
        for (Golden golden : GOLDEN) {
            Rating rating =
                    Rater.rate(golden.usage(), golden.prices(), FIVE_PERCENT, AMPLE, NanoUsd.ZERO, Outcome.COMPLETED);

            assertThat(rating)
                    .as(golden.name())
                    .isEqualTo(new Rating(
                            NanoUsd.of(golden.costNanos()),
                            NanoUsd.of(golden.costNanos()),
                            NanoUsd.of(golden.feeNanos()),
                            NanoUsd.of(golden.costNanos() + golden.feeNanos()),
                            NanoUsd.ZERO));
        }
    }

    @Test
    void shouldAbsorbWhatExceedsTheHold() {
        // Given 1 USD of cost and 0.50 USD of free hold
        PriceVersion prices = version(perMillion(Meter.PROMPT, "1"), perMillion(Meter.COMPLETION, "1"));

        Rating rating = Rater.rate(
                tokens(1_000_000, 0),
                prices,
                FIVE_PERCENT,
                NanoUsd.parse("0.60"),
                NanoUsd.parse("0.10"),
                Outcome.COMPLETED);

        // 0.476190477 + floor(0.02380952385) = 0.500000000
        assertThat(rating)
                .isEqualTo(new Rating(
                        NanoUsd.parse("1"),
                        NanoUsd.parse("0.476190477"),
                        NanoUsd.parse("0.023809523"),
                        NanoUsd.parse("0.5"),
                        NanoUsd.parse("0.523809523")));
    }

    @Test
    void shouldChargeNothingOnceTheHoldIsUsedUp() {
        Rating rating = Rater.rate(
                tokens(1_000_000, 0),
                PLAIN,
                FIVE_PERCENT,
                NanoUsd.parse("0.10"),
                NanoUsd.parse("0.20"),
                Outcome.COMPLETED);

        assertThat(rating.charge()).isEqualTo(NanoUsd.ZERO);
        assertThat(rating.absorbed()).isEqualTo(rating.cost());
    }

    @Test
    void shouldLeaveTheCostOfAnUnbilledOutcomeWithTheHouse() {
        for (Outcome outcome : Outcome.values()) {
            Rating rating = Rater.rate(tokens(1000, 1000), PLAIN, FIVE_PERCENT, AMPLE, NanoUsd.ZERO, outcome);

            assertThat(rating.charge().isZero()).as("%s", outcome).isEqualTo(!outcome.billed());
            assertThat(rating.billedCost().plus(rating.absorbed()))
                    .as("%s", outcome)
                    .isEqualTo(rating.cost());
        }
    }

    @Test
    void shouldCostNothingWhenNothingWasReported() {
        PriceVersion prices = version(each(Meter.REQUEST, "0.01"));

        assertThat(Rater.cost(Usage.NONE, prices)).isEqualTo(NanoUsd.ZERO);
    }

    @Test
    void shouldRefuseWhatHasNoPrice() {
        PriceVersion promptOnly = version(perMillion(Meter.PROMPT, "1"));
        Usage searched =
                new Usage(1L, null, null, null, null, null, null, null, null, null, null, 2L, UsageSource.REPORTED);
        Usage drawn =
                new Usage(1L, null, null, null, null, null, null, null, null, null, 1L, null, UsageSource.REPORTED);

        assertThatThrownBy(() -> Rater.cost(tokens(1, 1), promptOnly))
                .isInstanceOf(UnpricedUsageException.class)
                .hasMessageContaining("completion");
        assertThatThrownBy(() -> Rater.cost(searched, promptOnly))
                .isInstanceOf(UnpricedUsageException.class)
                .hasMessageContaining("web_search");
        assertThatThrownBy(() -> Rater.cost(drawn, promptOnly))
                .isInstanceOf(UnpricedUsageException.class)
                .hasMessageContaining("output_image");
    }

    @Test
    void shouldRefuseNegativeQuantities() {
        assertThatThrownBy(() -> Rater.cost(tokens(-1, 1), PLAIN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldKeepQuantitiesBeyond64BitsOfProductExact() {
        // 10^9 tokens at 10^11 nano-dollars a million: the product needs 67 bits
        PriceVersion prices = version(perMillion(Meter.PROMPT, "100"));

        assertThat(Rater.cost(tokens(1_000_000_000L, 0), prices)).isEqualTo(NanoUsd.parse("100000"));
    }

    private static Usage tokens(long prompt, long completion) {
        return Usage.tokens(prompt, completion, UsageSource.REPORTED);
    }

    private static Usage usage(
            @Nullable Long prompt,
            @Nullable Long cached,
            @Nullable Long cacheWrite,
            @Nullable Long image,
            @Nullable Long audio,
            @Nullable Long completion,
            @Nullable Long reasoning) {
        return new Usage(
                prompt,
                cached,
                cacheWrite,
                image,
                audio,
                completion,
                reasoning,
                null,
                null,
                null,
                null,
                null,
                UsageSource.REPORTED);
    }
}
