package io.tollgate.livestate;

/** How long the sums of a key's spending window are kept. */
final class SpendingWindow {

    private static final long DATED_SECONDS = 40L * 24 * 3600;

    private SpendingWindow() {}

    /**
     * Seconds after the last change, or 0 for ever. Windows that end carry their date, {@code daily:}, {@code weekly:} or {@code monthly:};
     * their sums are dead once the longest of them is over.
     */
    static long keptSeconds(String window) {
        boolean dated = window.startsWith("daily:") || window.startsWith("weekly:") || window.startsWith("monthly:");
        return dated ? DATED_SECONDS : 0;
    }
}
