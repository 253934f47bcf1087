package io.tollgate.contracts.account;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names the window in which a key's spending counts against its limit; windows begin at midnight UTC. */
public final class SpendWindow {

    /** The window of a key that has no limit. */
    public static final String NONE = "";

    /** The one window of a limit that is never reset. */
    public static final String FOR_EVER = "total";

    private SpendWindow() {}

    /**
     * The window that an instant falls into: {@code daily:2026-11-22}, {@code weekly:2026-W47}, {@code monthly:2026-11},
     * {@link #FOR_EVER}, or {@link #NONE} for a key without a limit.
     *
     * @param limited whether the key has a limit
     * @param limitReset {@code daily}, {@code weekly} (ISO weeks), {@code monthly}; absent if the limit is for ever
     * @throws IllegalArgumentException for any other reset
     */
    public static String of(boolean limited, @Nullable String limitReset, Instant at) {
        if (!limited) {
            return NONE;
        }
        if (limitReset == null) {
            return FOR_EVER;
        }
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        return switch (limitReset) {
            case "daily" -> "daily:" + day;
            case "weekly" ->
                String.format(
                        Locale.ROOT,
                        "weekly:%d-W%02d",
                        day.get(IsoFields.WEEK_BASED_YEAR),
                        day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case "monthly" -> "monthly:" + YearMonth.from(day);
            default -> throw new IllegalArgumentException("unknown limit reset " + limitReset);
        };
    }
}
