package io.tollgate.simulator.wire;

/** What is wrong with the usage of a reply. */
public enum UsageFault {
    NONE,
    MISSING,
    DOUBLE,
    NEGATIVE,
    HUGE;

    /** A quantity as it is reported. */
    public long reported(long quantity) {
        return switch (this) {
            case NEGATIVE -> -quantity - 1;
            case HUGE -> 9_000_000_000_000_000L;
            case NONE, MISSING, DOUBLE -> quantity;
        };
    }
}
