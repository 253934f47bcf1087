package io.tollgate.contracts.hold;

import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;

/**
 * Credit was set aside for a request.
 *
 * @param key id of the caller's key
 * @param limitWindow the key's spending window it counts against; empty if the key has no limit
 * @param deadline the request is not executed after this
 */
public record HoldPlaced(
        String requestId,
        String account,
        String key,
        NanoUsd amount,
        String limitWindow,
        Instant placedAt,
        Instant deadline)
        implements HoldEvent {

    @Override
    public String recordKey() {
        return account;
    }

    @Override
    public String eventId() {
        return requestId + "/held";
    }
}
