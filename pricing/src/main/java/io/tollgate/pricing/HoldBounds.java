package io.tollgate.pricing;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.PromptFeatures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much credit a request can need at most: the bound of its prompt at the dearest price a prompt token can have, its images,
 * the price of the request, and a number of output tokens at the dearest price an output token can have; rounded up, with the fee
 * on it rounded up. As long as a usage stays within the bounds, its charge never exceeds the amount given here.
 *
 * <p>Bounds grow with every quantity, so a hold can be extended by asking for a higher number of output tokens.
 */
public final class HoldBounds {

    /** Output tokens of one slice, unless configured otherwise. */
    public static final long DEFAULT_SLICE_TOKENS = 1024;

    /** More output tokens than any answer has; keeps the search below in range. */
    private static final long MOST_TOKENS = 1_000_000_000;

    private HoldBounds() {}

    /**
     * Output tokens that the first hold of a request covers: one slice, or less if the caller wants fewer in all its choices.
     *
     * @param sliceTokens configured size of a slice, at least 1
     */
    public static long firstSlice(PromptFeatures features, long sliceTokens) {
        return Math.min(sliceTokens, mostOutput(features, null));
    }

    /**
     * The most output tokens a request can produce at an endpoint: the lower limit of caller and endpoint, times the choices wanted;
     * {@link Long#MAX_VALUE} if neither has one.
     */
    public static long mostOutput(PromptFeatures features, @Nullable Long endpointMaxOutputTokens) {
        Long wanted = features.maxOutputTokens();
        if (wanted == null && endpointMaxOutputTokens == null) {
            return Long.MAX_VALUE;
        }
        long perChoice = Math.min(
                wanted == null ? Long.MAX_VALUE : wanted,
                endpointMaxOutputTokens == null ? Long.MAX_VALUE : endpointMaxOutputTokens);
        long choices = Math.max(1, features.choices());
        return perChoice > Long.MAX_VALUE / choices ? Long.MAX_VALUE : perChoice * choices;
    }

    /** Whether a request of text can be bounded at all at these prices: prompt and completion tokens have a price. */
    public static boolean isPriced(PriceVersion version) {
        UnitPrices prices = new UnitPrices(version);
        return prices.at(Meter.PROMPT, 0).isPresent()
                && prices.at(Meter.COMPLETION, 0).isPresent();
    }

    /**
     * The most a request can be charged at one endpoint.
     *
     * @param outputTokens output tokens to cover, over all choices, not negative
     * @param feeBasisPoints fee rate in hundredths of a percent
     * @throws UnpricedUsageException if prompt or output tokens have no price
     * @throws ArithmeticException if the amount does not fit 64 bits of nano-dollars
     */
    public static NanoUsd bound(PriceVersion version, PromptFeatures features, long outputTokens, int feeBasisPoints) {
        if (outputTokens < 0) {
            throw new IllegalArgumentException("output tokens must not be negative: " + outputTokens);
        }
        UnitPrices prices = new UnitPrices(version);
        long prompt = features.promptTokensBound();
        ExactSum sum = new ExactSum();
        sum.add(prompt, dearest(version, prices, promptMeters(features), prompt));
        sum.add(outputTokens, dearest(version, prices, completionMeters(features), prompt));
        addAtDearest(sum, prices, Meter.INPUT_IMAGE, features.images(), prompt);
        if (features.outputModalities().contains("image")) {
            addAtDearest(sum, prices, Meter.OUTPUT_IMAGE, features.choices(), prompt);
        }
        addAtDearest(sum, prices, Meter.REQUEST, 1, prompt);
        NanoUsd cost = sum.roundedUp();
        return cost.plus(Fees.atMostOn(cost, feeBasisPoints));
    }

    /**
     * The most a request can be charged at whichever of several endpoints serves it.
     *
     * @param versions the price version of each endpoint, not empty
     * @throws IllegalArgumentException if there is none
     * @throws UnpricedUsageException if one of them has no price for prompt or output tokens
     */
    public static NanoUsd dearest(
            Collection<PriceVersion> versions, PromptFeatures features, long outputTokens, int feeBasisPoints) {
        return versions.stream()
                .map(version -> bound(version, features, outputTokens, feeBasisPoints))
                .max(NanoUsd::compareTo)
                .orElseThrow(() -> new IllegalArgumentException("no endpoint to bound"));
    }

    /**
     * How many output tokens an amount covers at one endpoint: the largest number whose {@link #bound} is within it.
     *
     * @param atMost the largest answer of interest, not negative; more than a thousand million is taken as that
     * @return 0 to {@code atMost}; -1 if the amount does not even cover the prompt
     */
    public static long coveredOutputTokens(
            PriceVersion version, PromptFeatures features, NanoUsd amount, int feeBasisPoints, long atMost) {
        if (bound(version, features, 0, feeBasisPoints).compareTo(amount) > 0) {
            return -1;
        }
        long covered = 0;
        long beyond = Math.min(atMost, MOST_TOKENS) + 1;
        while (beyond - covered > 1) {
            long middle = covered + (beyond - covered) / 2;
            if (bound(version, features, middle, feeBasisPoints).compareTo(amount) <= 0) {
                covered = middle;
            } else {
                beyond = middle;
            }
        }
        return covered;
    }

    private static MeterPrice dearest(PriceVersion version, UnitPrices prices, List<Meter> meters, long promptBound) {
        Meter whole = meters.getFirst();
        return prices.dearest(List.of(whole), promptBound)
                .flatMap(any -> prices.dearest(meters, promptBound))
                .orElseThrow(() -> new UnpricedUsageException(version.id(), whole));
    }

    private static void addAtDearest(ExactSum sum, UnitPrices prices, Meter meter, long quantity, long promptBound) {
        prices.dearest(List.of(meter), promptBound).ifPresent(price -> sum.add(quantity, price));
    }

    private static List<Meter> promptMeters(PromptFeatures features) {
        List<Meter> meters = new ArrayList<>(List.of(Meter.PROMPT, Meter.CACHED_PROMPT, Meter.CACHE_WRITE));
        // a file or a video may hold pictures and sound
        boolean mixed = features.inputModalities().contains("file")
                || features.inputModalities().contains("video");
        if (mixed || features.images() > 0 || features.inputModalities().contains("image")) {
            meters.add(Meter.IMAGE_PROMPT);
        }
        if (mixed || features.inputModalities().contains("audio")) {
            meters.add(Meter.AUDIO_PROMPT);
        }
        return meters;
    }

    private static List<Meter> completionMeters(PromptFeatures features) {
        List<Meter> meters = new ArrayList<>(List.of(Meter.COMPLETION, Meter.REASONING));
        if (features.outputModalities().contains("image")) {
            meters.add(Meter.IMAGE_COMPLETION);
        }
        if (features.outputModalities().contains("audio")) {
            meters.add(Meter.AUDIO_COMPLETION);
        }
        return meters;
    }
}
