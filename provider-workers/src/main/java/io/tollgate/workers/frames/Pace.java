package io.tollgate.workers.frames;

/**
 * How long to collect before the next frame: a little while Redis is quick, more when it is slow. Follows the time the last
 * appends took. Not thread-safe.
 */
final class Pace {

    /** A frame may take this part of the time between two frames. */
    private static final int APPENDS_PER_PACE = 8;
    /** Weight of the past in the moving average. */
    private static final int PAST = 7;

    private final long minMillis;
    private final long maxMillis;
    private long averageMicros;

    Pace(long minMillis, long maxMillis) {
        if (minMillis < 1 || maxMillis < minMillis) {
            throw new IllegalArgumentException("a pace needs 1 <= min <= max");
        }
        this.minMillis = minMillis;
        this.maxMillis = maxMillis;
    }

    void appended(long tookMicros) {
        averageMicros = (averageMicros * PAST + Math.max(0, tookMicros)) / (PAST + 1);
    }

    long millis() {
        return Math.clamp(averageMicros * APPENDS_PER_PACE / 1_000, minMillis, maxMillis);
    }
}
