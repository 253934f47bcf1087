package io.tollgate.workers.call;

import java.util.OptionalLong;

/**
 * Watches the time of one call: until the first output, between two pieces, and in all. Time in which the call is held back by us
 * does not count as the provider's silence. Not thread-safe.
 */
final class CallClock {

    /** Which limit was reached. */
    enum Late {
        FIRST_TOKEN("The provider did not begin to answer in time."),
        IDLE("The provider stopped in the middle of its answer."),
        TOTAL("The provider took too long to answer.");

        private final String message;

        Late(String message) {
            this.message = message;
        }

        String message() {
            return message;
        }
    }

    /**
     * Limits in milliseconds.
     *
     * @param firstToken from the call to the first output
     * @param idle between two pieces
     * @param total from the call to its end
     */
    record Limits(long firstToken, long idle, long total) {}

    private final Limits limits;
    private final long startedAt;
    private long lastPieceAt;
    private boolean answering;
    private boolean heldBack;

    CallClock(Limits limits, long nowMillis) {
        this.limits = limits;
        this.startedAt = nowMillis;
        this.lastPieceAt = nowMillis;
    }

    /** A piece came, perhaps without output. */
    void piece(long nowMillis) {
        lastPieceAt = nowMillis;
    }

    /** The first output came. */
    void firstOutput() {
        answering = true;
    }

    /** We stopped reading. */
    void hold() {
        heldBack = true;
    }

    /** We read again. */
    void resume(long nowMillis) {
        heldBack = false;
        lastPieceAt = nowMillis;
    }

    /** When to look again, as milliseconds on the same clock; empty if a limit is reached now. */
    OptionalLong nextCheck(long nowMillis) {
        long due = due();
        return due <= nowMillis ? OptionalLong.empty() : OptionalLong.of(due);
    }

    /** Which limit is reached first. */
    Late reached() {
        long total = startedAt + limits.total();
        if (due() == total) {
            return Late.TOTAL;
        }
        return answering ? Late.IDLE : Late.FIRST_TOKEN;
    }

    private long due() {
        long total = startedAt + limits.total();
        if (heldBack) {
            return total;
        }
        return Math.min(total, answering ? lastPieceAt + limits.idle() : startedAt + limits.firstToken());
    }
}
