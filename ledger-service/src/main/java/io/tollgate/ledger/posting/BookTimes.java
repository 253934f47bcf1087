package io.tollgate.ledger.posting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The times under which one transaction of the database books. Pure.
 *
 * @param now the database's clock
 * @param replayed whether what is booked is dated by its own instant instead of {@code now}
 */
public record BookTimes(BookTime now, boolean replayed) {

    /**
     * When something is booked.
     *
     * @param happenedAt what the event says; absent if it says nothing
     */
    public BookTime of(@Nullable Instant happenedAt) {
        return replayed && happenedAt != null ? BookTime.of(happenedAt) : now;
    }
}
