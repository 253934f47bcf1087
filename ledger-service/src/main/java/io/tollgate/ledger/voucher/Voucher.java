package io.tollgate.ledger.voucher;

import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A code of a batch.
 *
 * @param number in its batch, from 1 on
 * @param label its last characters
 * @param amount what it gives
 * @param expired whether its time was over when it was read
 * @param account who redeemed it, if somebody did
 * @param transactionId what it was booked as, if it was
 * @param endedAt when it was redeemed or withdrawn
 */
record Voucher(
        String hash,
        String batch,
        int number,
        String label,
        NanoUsd amount,
        State state,
        boolean expired,
        @Nullable String account,
        @Nullable String transactionId,
        @Nullable Instant endedAt) {

    /** What became of it. */
    enum State {
        OPEN,
        REDEEMED,
        WITHDRAWN
    }

    /** The id under which its credit is booked. */
    String externalId() {
        return "voucher/" + batch + "/" + number;
    }
}
