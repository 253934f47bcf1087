package io.tollgate.contracts.hold;

import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;

/**
 * A hold grew by a slice.
 *
 * @param slice number of the extension, from 1
 * @param amount the whole hold after it; the highest seen counts
 */
public record HoldExtended(String requestId, String account, String key, int slice, NanoUsd amount, Instant extendedAt)
        implements HoldEvent {

    @Override
    public String recordKey() {
        return account;
    }

    @Override
    public String eventId() {
        return requestId + "/extended/" + slice;
    }
}
