package io.tollgate.ledger.generation;

import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.UsageRecorded;

/**
 * One attempt of a request, as booked.
 *
 * @param month UTC month it is booked in
 */
record BookedAttempt(UsageRecorded usage, Rating rating, String month) {}
