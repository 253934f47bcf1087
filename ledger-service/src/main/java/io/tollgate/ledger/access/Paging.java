package io.tollgate.ledger.access;

import org.jspecify.annotations.Nullable;

/** Reads the query parameters of lists. */
public final class Paging {

    /** Most entries of one page, and how many it has unless asked. */
    public static final int PAGE = 100;

    private static final int MAX_OFFSET = 10_000_000;
    private static final int DIGITS = 8;

    private Paging() {}

    /** Entries to skip; none unless asked. */
    public static int offset(@Nullable String text) {
        return number(text, "offset", 0, 0, MAX_OFFSET);
    }

    /** Entries wanted, 1 to {@value #PAGE}. */
    public static int limit(@Nullable String text) {
        return number(text, "limit", PAGE, 1, PAGE);
    }

    /** Whether a flag is set; not unless asked. */
    public static boolean flag(@Nullable String text, String name) {
        if (text == null) {
            return false;
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw RefusalException.badRequest(name + " must be true or false", name);
        };
    }

    private static int number(@Nullable String text, String name, int unasked, int least, int most) {
        if (text == null) {
            return unasked;
        }
        int number = !text.isEmpty() && text.length() <= DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(text)
                : -1;
        if (number < least || number > most) {
            throw RefusalException.badRequest(name + " must be a whole number from " + least + " to " + most, name);
        }
        return number;
    }
}
