package io.tollgate.pricing;

import static io.tollgate.pricing.Prices.FIVE_PERCENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.PromptFeatures;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must hold for any prices, usage and hold. Each run draws a new seed and prints it; set {@code tollgate.seed} to repeat one. */
class PricingPropertiesTest {

    private static final int CASES = 20_000;
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
    private static final List<Meter> TOKEN_PARTS = List.of(
            Meter.CACHED_PROMPT,
            Meter.CACHE_WRITE,
            Meter.IMAGE_PROMPT,
            Meter.AUDIO_PROMPT,
            Meter.REASONING,
            Meter.IMAGE_COMPLETION,
            Meter.AUDIO_COMPLETION);

    private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeEach
    void printSeed() {
        System.out.println("tollgate.seed=" + seed);
    }

    @Test
    void shouldAlwaysAddUpAndStayWithinTheHold() {
        for (int i = 0; i < CASES; i++) {
            PriceVersion prices = prices();
            Usage usage = usage(features());
            NanoUsd hold = NanoUsd.of(random.nextLong(2_000_000_000L));
            NanoUsd before = NanoUsd.of(random.nextLong(hold.value() + 1));
            Outcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));

            Rating rating = Rater.rate(usage, prices, FIVE_PERCENT, hold, before, outcome);

            assertThat(rating.charge())
                    .as(label(i))
                    .isEqualTo(rating.billedCost().plus(rating.fee()));
            assertThat(rating.cost()).as(label(i)).isEqualTo(rating.billedCost().plus(rating.absorbed()));
            assertThat(before.plus(rating.charge())).as(label(i)).isLessThanOrEqualTo(hold);
            assertThat(rating.fee().value())
                    .as(label(i))
                    .isEqualTo(rating.billedCost().value() / 20);
            assertThat(rating.absorbed().isNegative()).as(label(i)).isFalse();
            assertThat(Rater.rate(usage, prices, FIVE_PERCENT, hold, before, outcome))
                    .as(label(i))
                    .isEqualTo(rating);
        }
    }

    @Test
    void shouldAbsorbNoMoreThanItMust() {
        for (int i = 0; i < CASES; i++) {
            int feeRate = random.nextInt(10_001);
            NanoUsd amount = NanoUsd.of(random.nextLong(1, 1L << (1 + random.nextInt(40))));

            NanoUsd cost = Fees.largestCostWithin(amount, feeRate);
            NanoUsd more = cost.plus(NanoUsd.of(1));

            assertThat(cost.plus(Fees.on(cost, feeRate))).as(label(i)).isLessThanOrEqualTo(amount);
            assertThat(more.plus(Fees.on(more, feeRate))).as(label(i)).isGreaterThan(amount);
        }
    }

    @Test
    void shouldCostTheSumOfItsPartsRoundedOnce() {
        for (int i = 0; i < CASES; i++) {
            PriceVersion prices = prices();
            Usage usage = usage(features());

            assertThat(Rater.cost(usage, prices)).as(label(i)).isEqualTo(naiveCost(usage, prices));
        }
    }

    @Test
    void shouldNeverCostLessForMoreOutput() {
        for (int i = 0; i < CASES; i++) {
            PriceVersion prices = prices();
            long prompt = random.nextLong(400_000);
            long fewer = random.nextLong(100_000);
            long more = fewer + random.nextLong(100_000);

            NanoUsd less = Rater.cost(Usage.tokens(prompt, fewer, UsageSource.REPORTED), prices);

            assertThat(Rater.cost(Usage.tokens(prompt, more, UsageSource.REPORTED), prices))
                    .as(label(i))
                    .isGreaterThanOrEqualTo(less);
        }
    }

    @Test
    void shouldNeverChargeMoreThanTheBound() {
        for (int i = 0; i < CASES; i++) {
            PriceVersion prices = prices();
            PromptFeatures features = features();
            Usage usage = usage(features);
            int feeRate = random.nextInt(10_001);

            NanoUsd bound = HoldBounds.bound(prices, features, usage.completionTokensOrZero(), feeRate);
            Rating rating = Rater.rate(usage, prices, feeRate, bound, NanoUsd.ZERO, Outcome.COMPLETED);

            assertThat(rating.absorbed()).as(label(i)).isEqualTo(NanoUsd.ZERO);
            assertThat(rating.charge()).as(label(i)).isLessThanOrEqualTo(bound);
        }
    }

    @Test
    void shouldCoverExactlyAsMuchOutputAsTheAmountBounds() {
        for (int i = 0; i < CASES / 10; i++) {
            PriceVersion prices = prices();
            PromptFeatures features = features();
            NanoUsd amount = NanoUsd.of(random.nextLong(10_000_000_000L));

            long covered = HoldBounds.coveredOutputTokens(prices, features, amount, FIVE_PERCENT, 1_000_000);

            if (covered >= 0) {
                assertThat(HoldBounds.bound(prices, features, covered, FIVE_PERCENT))
                        .as(label(i))
                        .isLessThanOrEqualTo(amount);
            }
            if (covered < 1_000_000) {
                assertThat(HoldBounds.bound(prices, features, covered + 1, FIVE_PERCENT))
                        .as(label(i))
                        .isGreaterThan(amount);
            }
        }
    }

    private String label(int index) {
        return "seed " + seed + ", case " + index;
    }

    /** The same arithmetic written plainly: every line at a common denominator of all prices drawn here. */
    private static NanoUsd naiveCost(Usage usage, PriceVersion version) {
        long prompt = usage.promptTokensOrZero();
        long promptLeft = prompt;
        long completionLeft = usage.completionTokensOrZero();
        BigInteger millionths = BigInteger.ZERO;
        for (Meter part : TOKEN_PARTS) {
            long tokens = Usage.orZero(
                    switch (part) {
                        case CACHED_PROMPT -> usage.cachedTokens();
                        case CACHE_WRITE -> usage.cacheWriteTokens();
                        case IMAGE_PROMPT -> usage.imagePromptTokens();
                        case AUDIO_PROMPT -> usage.audioPromptTokens();
                        case REASONING -> usage.reasoningTokens();
                        case IMAGE_COMPLETION -> usage.imageCompletionTokens();
                        default -> usage.audioCompletionTokens();
                    });
            MeterPrice price = priceOf(version, part, prompt);
            if (price == null) {
                continue;
            }
            millionths = millionths.add(line(tokens, price));
            if (part.name().endsWith("PROMPT") || part == Meter.CACHE_WRITE) {
                promptLeft -= tokens;
            } else {
                completionLeft -= tokens;
            }
        }
        millionths = millionths.add(line(promptLeft, priceOf(version, Meter.PROMPT, prompt)));
        millionths = millionths.add(line(completionLeft, priceOf(version, Meter.COMPLETION, prompt)));
        millionths =
                millionths.add(line(Usage.orZero(usage.inputImages()), priceOf(version, Meter.INPUT_IMAGE, prompt)));
        millionths = millionths.add(line(1, priceOf(version, Meter.REQUEST, prompt)));
        return NanoUsd.of(millionths.divide(BigInteger.valueOf(1_000_000)));
    }

    private static BigInteger line(long quantity, @Nullable MeterPrice price) {
        return price == null
                ? BigInteger.ZERO
                : BigInteger.valueOf(quantity)
                        .multiply(BigInteger.valueOf(price.price().value()))
                        .multiply(BigInteger.valueOf(1_000_000 / price.per()));
    }

    private static @Nullable MeterPrice priceOf(PriceVersion version, Meter meter, long prompt) {
        MeterPrice found = null;
        for (MeterPrice price : version.prices()) {
            Long above = price.abovePromptTokens();
            if (price.meter() == meter && (above == null || prompt > above)) {
                // drawn in ascending order of their steps
                found = price;
            }
        }
        return found;
    }

    private PriceVersion prices() {
        List<MeterPrice> prices = new ArrayList<>();
        addTokenPrice(prices, Meter.PROMPT);
        addTokenPrice(prices, Meter.COMPLETION);
        for (Meter part : TOKEN_PARTS) {
            if (random.nextBoolean()) {
                addTokenPrice(prices, part);
            }
        }
        if (random.nextInt(4) == 0) {
            prices.add(new MeterPrice(Meter.REQUEST, NanoUsd.of(random.nextLong(20_000_000)), 1_000, null));
        }
        if (random.nextInt(4) == 0) {
            prices.add(new MeterPrice(Meter.INPUT_IMAGE, NanoUsd.of(random.nextLong(20_000_000)), 1, null));
        }
        return Prices.version(prices);
    }

    private void addTokenPrice(List<MeterPrice> prices, Meter meter) {
        long per = random.nextInt(3) == 0 ? 1_000 : 1_000_000;
        prices.add(new MeterPrice(meter, NanoUsd.of(random.nextLong(60_000_000_000L)), per, null));
        if (random.nextInt(3) == 0) {
            prices.add(new MeterPrice(meter, NanoUsd.of(random.nextLong(60_000_000_000L)), per, 128_000L));
        }
        if (random.nextInt(5) == 0) {
            prices.add(new MeterPrice(meter, NanoUsd.of(random.nextLong(60_000_000_000L)), per, 256_000L));
        }
    }

    private PromptFeatures features() {
        boolean mixed = random.nextBoolean();
        Set<String> modalities = mixed ? Set.of("text", "image", "audio") : Set.of("text");
        long bound = random.nextLong(1L << (1 + random.nextInt(19)));
        return new PromptFeatures(
                bound / 2, bound, mixed ? random.nextInt(5) : 0, modalities, modalities, Set.of(), null, 1);
    }

    private Usage usage(PromptFeatures features) {
        boolean mixed = features.inputModalities().size() > 1;
        long prompt = random.nextLong(features.promptTokensBound() + 1);
        long completion = random.nextLong(1L << (1 + random.nextInt(17)));
        long promptPart = prompt / 4;
        long completionPart = completion / 3;
        return new Usage(
                prompt,
                part(promptPart),
                part(promptPart),
                mixed ? part(promptPart) : null,
                mixed ? part(promptPart) : null,
                completion,
                part(completionPart),
                mixed ? part(completionPart) : null,
                mixed ? part(completionPart) : null,
                mixed ? Long.valueOf(random.nextInt(features.images() + 1)) : null,
                null,
                null,
                UsageSource.REPORTED);
    }

    private @Nullable Long part(long atMost) {
        return random.nextBoolean() ? null : Long.valueOf(random.nextLong(atMost + 1));
    }
}
