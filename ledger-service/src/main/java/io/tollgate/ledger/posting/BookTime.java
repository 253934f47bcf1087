package io.tollgate.ledger.posting;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * When a transaction is booked.
 *
 * @param month UTC month, {@code YYYY-MM}
 */
public record BookTime(Instant at, String month) {

    /** An instant and the UTC month it falls into. */
    static BookTime of(Instant at) {
        return new BookTime(at, YearMonth.from(at.atOffset(ZoneOffset.UTC)).toString());
    }
}
