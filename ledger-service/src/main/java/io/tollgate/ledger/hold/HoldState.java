package io.tollgate.ledger.hold;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A request's hold as the books know it.
 *
 * @param key id of the caller's key
 * @param amount the highest amount that any event stated
 * @param charged what was charged to it so far, never more than {@code amount}
 * @param outcome how the request ended; absent while it is open
 * @param attempts as its closing stated; absent while it is open
 */
public record HoldState(
        String requestId,
        String account,
        String key,
        NanoUsd amount,
        NanoUsd charged,
        @Nullable Outcome outcome,
        @Nullable Integer attempts) {

    /** An open hold on which nothing was charged. */
    public static HoldState open(String requestId, String account, String key, NanoUsd amount) {
        return new HoldState(requestId, account, key, amount, NanoUsd.ZERO, null, null);
    }

    public boolean released() {
        return outcome != null;
    }

    /** The hold after it was seen with an amount; it never shrinks. */
    public HoldState atLeast(NanoUsd seen) {
        return new HoldState(requestId, account, key, NanoUsd.max(amount, seen), charged, outcome, attempts);
    }

    /** The hold after a charge. */
    public HoldState charge(NanoUsd charge) {
        return new HoldState(requestId, account, key, amount, charged.plus(charge), outcome, attempts);
    }
}
