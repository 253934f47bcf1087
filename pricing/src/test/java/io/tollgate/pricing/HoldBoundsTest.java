package io.tollgate.pricing;

import static io.tollgate.pricing.Prices.FIVE_PERCENT;
import static io.tollgate.pricing.Prices.each;
import static io.tollgate.pricing.Prices.perMillion;
import static io.tollgate.pricing.Prices.perMillionAbove;
import static io.tollgate.pricing.Prices.text;
import static io.tollgate.pricing.Prices.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.PromptFeatures;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoldBoundsTest {

    private static final PriceVersion CHEAP = version(perMillion(Meter.PROMPT, "1"), perMillion(Meter.COMPLETION, "2"));

    @Test
    void shouldBoundPromptAndOutputWithTheFeeRoundedUp() {
        // 7 x 1000 + 3 x 2000 = 13000; 5 % = 650
        assertThat(HoldBounds.bound(CHEAP, text(7, null, 1), 3, FIVE_PERCENT)).isEqualTo(NanoUsd.of(13_650));
        // 1 x 1000 + 0 = 1000; 0.01 % rounds up from 0.1
        assertThat(HoldBounds.bound(CHEAP, text(1, null, 1), 0, 1)).isEqualTo(NanoUsd.of(1_001));
    }

    @Test
    void shouldAssumeTheDearestWayAPromptTokenCanBePriced() {
        PriceVersion cacheWriteIsDearer = version(
                perMillion(Meter.PROMPT, "1"),
                perMillion(Meter.CACHE_WRITE, "1.25"),
                perMillion(Meter.COMPLETION, "2"));

        assertThat(HoldBounds.bound(cacheWriteIsDearer, text(100, null, 1), 0, 0))
                .isEqualTo(NanoUsd.of(125_000));
    }

    @Test
    void shouldAssumeALongContextStepOnlyIfThePromptCanReachIt() {
        PriceVersion stepped = version(
                perMillion(Meter.PROMPT, "1"),
                perMillionAbove(1000, Meter.PROMPT, "2"),
                perMillion(Meter.COMPLETION, "2"),
                perMillionAbove(1000, Meter.COMPLETION, "4"));

        assertThat(HoldBounds.bound(stepped, text(1000, null, 1), 10, 0)).isEqualTo(NanoUsd.of(1_020_000));
        assertThat(HoldBounds.bound(stepped, text(1001, null, 1), 10, 0)).isEqualTo(NanoUsd.of(2_042_000));
    }

    @Test
    void shouldAddImagesAndTheRequest() {
        PriceVersion prices = version(
                perMillion(Meter.PROMPT, "1"),
                perMillion(Meter.COMPLETION, "2"),
                each(Meter.INPUT_IMAGE, "0.001"),
                each(Meter.REQUEST, "0.005"));
        PromptFeatures twoImages =
                new PromptFeatures(10, 10, 2, Set.of("text", "image"), Set.of("text"), Set.of(), null, 1);

        assertThat(HoldBounds.bound(prices, twoImages, 0, 0)).isEqualTo(NanoUsd.of(7_010_000));
    }

    @Test
    void shouldTakeTheDearestOfSeveralEndpoints() {
        PriceVersion dear = version(perMillion(Meter.PROMPT, "9"), perMillion(Meter.COMPLETION, "9"));

        assertThat(HoldBounds.dearest(List.of(CHEAP, dear), text(100, null, 1), 0, 0))
                .isEqualTo(NanoUsd.of(900_000));
        assertThatThrownBy(() -> HoldBounds.dearest(List.of(), text(1, null, 1), 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseToBoundWhatHasNoPrice() {
        PriceVersion noOutput = version(perMillion(Meter.PROMPT, "1"), perMillion(Meter.REASONING, "1"));

        assertThat(HoldBounds.isPriced(noOutput)).isFalse();
        assertThat(HoldBounds.isPriced(CHEAP)).isTrue();
        assertThatThrownBy(() -> HoldBounds.bound(noOutput, text(1, null, 1), 1, 0))
                .isInstanceOf(UnpricedUsageException.class);
    }

    @Test
    void shouldMakeTheFirstSliceNoLargerThanTheAnswerCanBe() {
        long slice = HoldBounds.DEFAULT_SLICE_TOKENS;

        assertThat(HoldBounds.firstSlice(text(1, null, 1), slice)).isEqualTo(1024);
        assertThat(HoldBounds.firstSlice(text(1, 100L, 1), slice)).isEqualTo(100);
        assertThat(HoldBounds.firstSlice(text(1, 100L, 3), slice)).isEqualTo(300);
        assertThat(HoldBounds.firstSlice(text(1, Long.MAX_VALUE, 3), slice)).isEqualTo(1024);
        assertThat(HoldBounds.mostOutput(text(1, 100L, 2), 50L)).isEqualTo(100);
        assertThat(HoldBounds.mostOutput(text(1, null, 2), null)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldSayHowMuchOutputAnAmountCovers() {
        PromptFeatures prompt = text(10, null, 1);

        assertThat(HoldBounds.coveredOutputTokens(CHEAP, prompt, NanoUsd.of(9_999), 0, 100))
                .isEqualTo(-1);
        assertThat(HoldBounds.coveredOutputTokens(CHEAP, prompt, NanoUsd.of(10_000), 0, 100))
                .isZero();
        assertThat(HoldBounds.coveredOutputTokens(CHEAP, prompt, NanoUsd.of(15_999), 0, 100))
                .isEqualTo(2);
        assertThat(HoldBounds.coveredOutputTokens(CHEAP, prompt, NanoUsd.parse("5"), 0, 100))
                .isEqualTo(100);
    }
}
