package io.tollgate.simulation.redis;

import java.util.Locale;

/** Numbers as Redis's Lua writes them. */
final class LuaNumbers {

    private static final double EXACT = 9.007199254740992e15;

    private LuaNumbers() {}

    /** As an argument of a command. */
    static String text(double number) {
        return isWhole(number) ? Long.toString((long) number) : String.format(Locale.ROOT, "%.17g", number);
    }

    /** As {@code %.0f} writes it. */
    static String whole(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new IllegalArgumentException("a script formats " + number);
        }
        return Long.toString((long) Math.rint(number));
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) < EXACT;
    }
}
