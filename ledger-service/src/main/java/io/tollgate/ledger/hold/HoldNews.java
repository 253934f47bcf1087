package io.tollgate.ledger.hold;

import io.tollgate.contracts.hold.HoldEvent;
import io.tollgate.contracts.hold.HoldExtended;
import io.tollgate.contracts.hold.HoldPlaced;
import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of {@code holds.v1} says of one request, in sum.
 *
 * @param amount the highest amount stated
 * @param limitWindow empty if unknown or without limit
 * @param placedAt absent if only extensions were seen
 */
public record HoldNews(
        String requestId,
        String account,
        String key,
        NanoUsd amount,
        String limitWindow,
        @Nullable Instant placedAt,
        @Nullable Instant deadline) {

    static HoldNews of(HoldEvent event) {
        return switch (event) {
            case HoldPlaced placed ->
                new HoldNews(
                        placed.requestId(),
                        placed.account(),
                        placed.key(),
                        placed.amount(),
                        placed.limitWindow(),
                        placed.placedAt(),
                        placed.deadline());
            case HoldExtended extended ->
                new HoldNews(
                        extended.requestId(), extended.account(), extended.key(), extended.amount(), "", null, null);
        };
    }

    /** This and later news of the same request: amounts only grow, what was said first stays. */
    HoldNews and(HoldNews later) {
        return new HoldNews(
                requestId,
                account,
                key,
                NanoUsd.max(amount, later.amount),
                limitWindow.isEmpty() ? later.limitWindow : limitWindow,
                placedAt == null ? later.placedAt : placedAt,
                deadline == null ? later.deadline : deadline);
    }
}
