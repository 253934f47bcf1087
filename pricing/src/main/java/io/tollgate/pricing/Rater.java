package io.tollgate.pricing;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one function that turns usage into money. The worker calls it to state a charge and the ledger to repeat it: equal
 * arguments give equal ratings for ever.
 *
 * <p>All lines are added as one exact fraction and rounded down once; the fee is taken from the rounded cost and rounded
 * down. A part of the prompt (cached, cache write, image, audio) or of the completion (reasoning, image, audio) has its own
 * price if one is listed and the price of the whole otherwise. Parts that claim more tokens than the whole reported are cut
 * off, in the order cached, cache write, image, audio, so that no token is charged twice.
 */
public final class Rater {

    private Rater() {}

    /**
     * Rates the usage of one attempt.
     *
     * @param feeBasisPoints fee rate in hundredths of a percent, 0 to 10,000
     * @param hold credit set aside for the whole request when the attempt ended
     * @param billedBefore what earlier attempts of the request charged, fee included
     * @return {@code charge} never exceeds {@code hold - billedBefore}; what does is in {@code absorbed}, as is the whole cost of
     *     an outcome that is not billed
     * @throws UnpricedUsageException if something was used that has no price
     * @throws IllegalArgumentException if a quantity is negative
     * @throws ArithmeticException if the cost does not fit 64 bits of nano-dollars
     */
    public static Rating rate(
            Usage usage, PriceVersion prices, int feeBasisPoints, NanoUsd hold, NanoUsd billedBefore, Outcome outcome) {
        NanoUsd cost = cost(usage, prices);
        if (!outcome.billed()) {
            return new Rating(cost, NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.ZERO, cost);
        }
        NanoUsd free = hold.minus(billedBefore);
        NanoUsd fee = Fees.on(cost, feeBasisPoints);
        NanoUsd billed = cost;
        if (cost.plus(fee).compareTo(free) > 0) {
            billed = Fees.largestCostWithin(free, feeBasisPoints);
            fee = Fees.on(billed, feeBasisPoints);
        }
        return new Rating(cost, billed, fee, billed.plus(fee), cost.minus(billed));
    }

    /**
     * The provider's price of a usage, rounded down to the nano-dollar. A usage that reports nothing costs nothing; any other
     * includes the price of the request, if there is one.
     *
     * @throws UnpricedUsageException if something was used that has no price
     * @throws IllegalArgumentException if a quantity is negative
     */
    public static NanoUsd cost(Usage usage, PriceVersion version) {
        checkQuantities(usage);
        if (reportsNothing(usage)) {
            return NanoUsd.ZERO;
        }
        UnitPrices prices = new UnitPrices(version);
        long prompt = usage.promptTokensOrZero();
        ExactSum sum = new ExactSum();

        Split in = new Split(sum, prices, prompt, prompt);
        in.part(Meter.CACHED_PROMPT, usage.cachedTokens());
        in.part(Meter.CACHE_WRITE, usage.cacheWriteTokens());
        in.part(Meter.IMAGE_PROMPT, usage.imagePromptTokens());
        in.part(Meter.AUDIO_PROMPT, usage.audioPromptTokens());
        in.rest(Meter.PROMPT);

        Split out = new Split(sum, prices, prompt, usage.completionTokensOrZero());
        out.part(Meter.REASONING, usage.reasoningTokens());
        out.part(Meter.IMAGE_COMPLETION, usage.imageCompletionTokens());
        out.part(Meter.AUDIO_COMPLETION, usage.audioCompletionTokens());
        out.rest(Meter.COMPLETION);

        // providers that list no price for an image count it in tokens
        prices.at(Meter.INPUT_IMAGE, prompt).ifPresent(price -> sum.add(Usage.orZero(usage.inputImages()), price));
        addOutputImages(usage, prices, prompt, sum);
        if (Usage.orZero(usage.webSearches()) > 0) {
            sum.add(Usage.orZero(usage.webSearches()), prices.required(prompt, Meter.WEB_SEARCH));
        }
        prices.at(Meter.REQUEST, prompt).ifPresent(price -> sum.add(1, price));
        return sum.roundedDown();
    }

    private static void addOutputImages(Usage usage, UnitPrices prices, long prompt, ExactSum sum) {
        long images = Usage.orZero(usage.outputImages());
        Optional<MeterPrice> price = prices.at(Meter.OUTPUT_IMAGE, prompt);
        boolean countedInTokens = usage.completionTokensOrZero() > 0;
        if (price.isPresent()) {
            sum.add(images, price.get());
        } else if (images > 0 && !countedInTokens) {
            prices.required(prompt, Meter.OUTPUT_IMAGE);
        }
    }

    private static void checkQuantities(Usage usage) {
        checkQuantity(Meter.PROMPT, usage.promptTokens());
        checkQuantity(Meter.CACHED_PROMPT, usage.cachedTokens());
        checkQuantity(Meter.CACHE_WRITE, usage.cacheWriteTokens());
        checkQuantity(Meter.IMAGE_PROMPT, usage.imagePromptTokens());
        checkQuantity(Meter.AUDIO_PROMPT, usage.audioPromptTokens());
        checkQuantity(Meter.COMPLETION, usage.completionTokens());
        checkQuantity(Meter.REASONING, usage.reasoningTokens());
        checkQuantity(Meter.IMAGE_COMPLETION, usage.imageCompletionTokens());
        checkQuantity(Meter.AUDIO_COMPLETION, usage.audioCompletionTokens());
        checkQuantity(Meter.INPUT_IMAGE, usage.inputImages());
        checkQuantity(Meter.OUTPUT_IMAGE, usage.outputImages());
        checkQuantity(Meter.WEB_SEARCH, usage.webSearches());
    }

    private static void checkQuantity(Meter meter, @Nullable Long quantity) {
        if (quantity != null && quantity < 0) {
            throw new IllegalArgumentException("usage of " + meter.wireName() + " must not be negative: " + quantity);
        }
    }

    private static boolean reportsNothing(Usage usage) {
        return usage.promptTokens() == null
                && usage.completionTokens() == null
                && usage.inputImages() == null
                && usage.outputImages() == null
                && usage.webSearches() == null;
    }

    /** Divides the tokens of one direction among the meters that have a price of their own. */
    private static final class Split {

        private final ExactSum sum;
        private final UnitPrices prices;
        private final long promptTokens;
        private long left;

        Split(ExactSum sum, UnitPrices prices, long promptTokens, long whole) {
            this.sum = sum;
            this.prices = prices;
            this.promptTokens = promptTokens;
            this.left = whole;
        }

        void part(Meter meter, @Nullable Long tokens) {
            long taken = Math.min(Usage.orZero(tokens), left);
            if (taken == 0) {
                return;
            }
            prices.at(meter, promptTokens).ifPresent(price -> {
                sum.add(taken, price);
                left -= taken;
            });
        }

        void rest(Meter meter) {
            if (left > 0) {
                sum.add(left, prices.required(promptTokens, meter));
            }
        }
    }
}
