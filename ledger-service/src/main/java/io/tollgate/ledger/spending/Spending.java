package io.tollgate.ledger.spending;

import io.tollgate.contracts.account.SpendWindow;
import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key spent in a window.
 *
 * @param window name of the window, e.g. {@code daily:2026-11-22}
 */
public record Spending(String key, String window, String account, NanoUsd amount) implements Comparable<Spending> {

    public static final String DAILY = "daily";
    public static final String WEEKLY = "weekly";
    public static final String MONTHLY = "monthly";

    private static final Comparator<Spending> ORDER = Comparator.comparing(Spending::account)
            .thenComparing(spending -> spending.key())
            .thenComparing(spending -> spending.window());

    /** The windows in which a request accepted at an instant counts: its day, week, month, and for ever. */
    public static List<String> windows(Instant acceptedAt) {
        return List.of(
                window(DAILY, acceptedAt),
                window(WEEKLY, acceptedAt),
                window(MONTHLY, acceptedAt),
                window(null, acceptedAt));
    }

    /** The window of a reset that an instant falls into. */
    public static String window(@Nullable String limitReset, Instant at) {
        return SpendWindow.of(true, limitReset, at);
    }

    /** This and another spending of the same key in the same window. */
    public Spending and(Spending other) {
        return new Spending(key, window, account, amount.plus(other.amount));
    }

    @Override
    public int compareTo(Spending other) {
        return ORDER.compare(this, other);
    }
}
