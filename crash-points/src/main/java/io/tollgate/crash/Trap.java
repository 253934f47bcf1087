package io.tollgate.crash;

import java.util.concurrent.atomic.AtomicLong;

/** Waits for the n-th pass of one place. Thread-safe. */
final class Trap {

    private final CrashPoint point;
    private final AtomicLong passesLeft;

    private Trap(CrashPoint point, long passes) {
        this.point = point;
        this.passesLeft = new AtomicLong(passes);
    }

    /**
     * Reads {@code name} or {@code name:n}.
     *
     * @throws IllegalArgumentException if there is no such place, or n is not a positive number
     */
    static Trap parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Trap(CrashPoint.named(text), 1);
        }
        long passes = Long.parseLong(text.substring(colon + 1));
        if (passes < 1) {
            throw new IllegalArgumentException("a crash point is passed once or more often, not " + passes + " times");
        }
        return new Trap(CrashPoint.named(text.substring(0, colon)), passes);
    }

    /** Counts a pass, and says whether it is the one waited for. */
    boolean springsAt(CrashPoint reached) {
        return reached == point && passesLeft.decrementAndGet() == 0;
    }
}
