package io.tollgate.ledger.quarantine;

import io.tollgate.ledger.progress.LogEntry;

/**
 * An event that could be read but not booked.
 *
 * @param detail for the operator, without personal data
 */
public record Quarantined(LogEntry<?> entry, Reason reason, String detail) {

    /** Why an event was not booked. */
    public enum Reason {
        /** The books know no such account. */
        UNKNOWN_ACCOUNT,
        /** A correction of an attempt that is not booked. */
        UNKNOWN_ATTEMPT,
        /** A value is out of its range, or the event contradicts itself. */
        INVALID,
        /** Something was used that its price version does not price. */
        UNPRICED,
        /** The same price version was stated with other prices before. */
        CONTRADICTED_PRICES,
        /** Recomputing the rating gave another one. */
        RATING_MISMATCH,
        /** The charge would exceed what is left of the request's hold. */
        EXCEEDS_HOLD,
        /** The request was closed already and can no longer be charged. */
        LATE,
        /** The hold belongs to another account. */
        FOREIGN_HOLD,
        /** The books do not know this kind of event yet. */
        UNSUPPORTED,
        /** The database refuses the event for what it contains. */
        REFUSED_BY_DATABASE
    }
}
