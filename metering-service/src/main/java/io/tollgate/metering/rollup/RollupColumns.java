package io.tollgate.metering.rollup;

import java.util.List;
import java.util.stream.Stream;

/** The columns that the rollups of minutes, days and months share. */
public final class RollupColumns {

    /** What a sum is kept for. */
    public static final List<String> DIMENSIONS = List.of("account", "key", "model", "provider", "endpoint", "app");

    /** Tokens by kind. */
    public static final List<String> TOKENS = List.of(
            "prompt",
            "cached",
            "cache_write",
            "image_prompt",
            "audio_prompt",
            "completion",
            "reasoning",
            "image_completion",
            "audio_completion");

    /** Quantities that are not tokens. */
    public static final List<String> PIECES = List.of("input_images", "output_images", "web_searches");

    /** All that providers count. */
    public static final List<String> QUANTITIES =
            Stream.concat(TOKENS.stream(), PIECES.stream()).toList();

    /** Attempts of a kind. */
    public static final List<String> COUNTS = List.of("attempts", "requests", "simulated");

    /** Amounts in nano-dollars. */
    public static final List<String> MONEY = List.of("cost", "billed_cost", "fee", "charge", "absorbed");

    /** Everything that is summed, {@code estimated}: attempts without reported usage, {@code generation_ms}: how long providers generated. */
    public static final List<String> MEASURES = Stream.of(
                    COUNTS, List.of("estimated"), QUANTITIES, MONEY, List.of("generation_ms"))
            .flatMap(List::stream)
            .toList();

    private RollupColumns() {}
}
