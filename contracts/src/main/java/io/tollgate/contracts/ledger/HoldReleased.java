package io.tollgate.contracts.ledger;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import java.time.Instant;

/**
 * A request closed and its hold is free again.
 *
 * @param amount the whole hold
 * @param charged what the request was charged in sum
 * @param month UTC month it is booked in, {@code YYYY-MM}
 */
public record HoldReleased(
        String requestId,
        String account,
        String key,
        Outcome outcome,
        NanoUsd amount,
        NanoUsd charged,
        String month,
        Instant releasedAt)
        implements LedgerEvent {

    @Override
    public String recordKey() {
        return account;
    }

    @Override
    public String eventId() {
        return requestId + "/released";
    }
}
