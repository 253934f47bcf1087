package io.tollgate.ledger.access;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the query parameters that say when. */
public final class Times {

    private static final Pattern MONTH = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final int LONGEST = 40;

    private Times() {}

    /** A UTC month, {@code YYYY-MM}; refuses anything else. */
    public static String month(@Nullable String text) {
        if (text == null || !MONTH.matcher(text).matches()) {
            throw RefusalException.badRequest("month must be YYYY-MM", "month");
        }
        return text;
    }

    /** An instant that is not in the future: ISO 8601 with an offset, or a day, which is its beginning in UTC. */
    public static Instant past(@Nullable String text, Instant now) {
        Instant at = instant(text);
        if (at.isAfter(now)) {
            throw RefusalException.badRequest("at must not be in the future", "at");
        }
        return at;
    }

    private static Instant instant(@Nullable String text) {
        if (text != null && text.length() <= LONGEST) {
            try {
                return DAY.matcher(text).matches()
                        ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                        // a plus sign in a query string arrives as a space
                        : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            } catch (DateTimeException notATime) {
                // refused below, as what is too long
            }
        }
        throw RefusalException.badRequest("at must be an ISO 8601 time with an offset, or a day", "at");
    }
}
