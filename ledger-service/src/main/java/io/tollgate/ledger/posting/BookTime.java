package io.tollgate.ledger.posting;

import java.time.Instant;

/**
 * When a transaction is booked, by the database's clock.
 *
 * @param month UTC month, {@code YYYY-MM}
 */
public record BookTime(Instant at, String month) {}
