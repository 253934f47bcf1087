package io.tollgate.workers.attempt;

/** There is not enough credit for what a call costs at least; nothing was called. */
final class UnfundedException extends RuntimeException {

    private final String limitSource;

    /** @param limitSource {@code credits} or {@code key} */
    UnfundedException(String limitSource) {
        super("not enough credit");
        this.limitSource = limitSource;
    }

    String limitSource() {
        return limitSource;
    }
}
