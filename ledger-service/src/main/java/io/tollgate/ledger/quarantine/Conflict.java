package io.tollgate.ledger.quarantine;

import io.tollgate.ledger.progress.LogEntry;

/** A later statement that contradicts what was booked first. It never becomes money. */
public record Conflict(LogEntry<?> entry, String detail) {}
