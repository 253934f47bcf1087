package io.tollgate.ledger.charge;

import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageRecorded;

/** What was booked first for an attempt, as far as a repeat must agree with it. */
public record BookedCharge(
        String requestId, String account, String endpoint, Outcome outcome, Usage usage, Rating rating) {

    public static BookedCharge of(UsageRecorded usage) {
        return new BookedCharge(
                usage.requestId(), usage.account(), usage.endpoint(), usage.outcome(), usage.usage(), usage.rating());
    }
}
