package io.tollgate.ledger.key;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.spending.Spending;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a key spent.
 *
 * @param total ever
 * @param inLimitWindow in the window of its limit
 */
record KeyUsage(NanoUsd total, NanoUsd daily, NanoUsd weekly, NanoUsd monthly, NanoUsd inLimitWindow) {

    /** Nothing spent yet. */
    static final KeyUsage NOTHING = new KeyUsage(NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.ZERO);

    /**
     * Picks a key's sums from those of its windows.
     *
     * @param spent by window
     */
    static KeyUsage of(Map<String, NanoUsd> spent, @Nullable String limitReset, Instant now) {
        return new KeyUsage(
                in(spent, null, now),
                in(spent, Spending.DAILY, now),
                in(spent, Spending.WEEKLY, now),
                in(spent, Spending.MONTHLY, now),
                in(spent, limitReset, now));
    }

    /** What a limit leaves, at least nothing. */
    NanoUsd left(NanoUsd limit) {
        return NanoUsd.max(NanoUsd.ZERO, limit.minus(inLimitWindow));
    }

    private static NanoUsd in(Map<String, NanoUsd> spent, @Nullable String reset, Instant now) {
        return spent.getOrDefault(Spending.window(reset, now), NanoUsd.ZERO);
    }
}
