package io.tollgate.metering.activity;

import io.tollgate.metering.access.RefusalException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * The UTC days that are shown.
 *
 * @param first first day
 * @param last last day
 */
record ActivityWindow(LocalDate first, LocalDate last) {

    /** Completed days that are shown beside the present one. */
    static final int COMPLETED_DAYS = 30;

    /**
     * The window for a question.
     *
     * @param date the only day wanted, {@code YYYY-MM-DD}; absent for all
     * @throws RefusalException if it is no date, or not within the window
     */
    static ActivityWindow of(@Nullable String date, LocalDate today) {
        LocalDate first = today.minusDays(COMPLETED_DAYS);
        if (date == null) {
            return new ActivityWindow(first, today);
        }
        LocalDate wanted = parse(date);
        if (wanted.isBefore(first) || wanted.isAfter(today)) {
            throw RefusalException.invalid(
                    "date", "date must be within the last " + COMPLETED_DAYS + " completed UTC days or today");
        }
        return new ActivityWindow(wanted, wanted);
    }

    private static LocalDate parse(String date) {
        try {
            return LocalDate.parse(date);
        } catch (DateTimeParseException noDate) {
            throw RefusalException.invalid("date", "date must be YYYY-MM-DD");
        }
    }
}
