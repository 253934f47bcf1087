package io.tollgate.dialects.reply;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * How a reply ended: what the terminal frame says.
 *
 * @param failure why it failed; absent if it ended cleanly
 * @param usage what was counted; absent if no provider was called
 * @param rating what it costs; absent if no provider was called
 * @param attempts attempts made, 0 if no provider was called
 * @param promptCost the part of the cost that stands for input; absent if it was not told apart
 * @param feeBasisPoints fee rate in hundredths of a percent; absent if nothing was rated
 * @param route which way the request took; absent if it is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record End(
        Outcome outcome,
        @Nullable ReplyFailure failure,
        @Nullable Usage usage,
        @Nullable Rating rating,
        int attempts,
        @Nullable NanoUsd promptCost,
        @Nullable Integer feeBasisPoints,
        @Nullable RouteTaken route) {

    /** An end of which neither the parts of the cost nor the route are told. */
    public End(
            Outcome outcome,
            @Nullable ReplyFailure failure,
            @Nullable Usage usage,
            @Nullable Rating rating,
            int attempts) {
        this(outcome, failure, usage, rating, attempts, null, null, null);
    }
}
