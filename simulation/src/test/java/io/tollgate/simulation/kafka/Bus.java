package io.tollgate.simulation.kafka;

/**
 * How the way to the broker behaves.
 *
 * @param slowPermille chance that a record is held up
 * @param slowMicros how long at most; beyond the time in which a record must be acknowledged its sender is told of a failure
 * @param failedPermille chance that a record is not written and its sender is told so after the delivery timeout
 * @param lostAckPermille chance that a record is written and its sender is told of a failure after the delivery timeout
 */
public record Bus(int slowPermille, long slowMicros, int failedPermille, int lostAckPermille) {

    /** A broker with which nothing bad happens. */
    public static final Bus SOUND = new Bus(0, 0, 0, 0);
}
