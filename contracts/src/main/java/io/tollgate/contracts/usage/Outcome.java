package io.tollgate.contracts.usage;

/** How an attempt, or a whole request, ended; decides who pays. */
public enum Outcome {
    /** The provider finished normally: the caller pays for the usage. */
    COMPLETED,
    /** The caller went away or cancelled: the caller pays for what was received. */
    CANCELLED,
    /** Credit ran out while output was coming: the caller pays exactly what was received. */
    BUDGET_EXHAUSTED,
    /** The provider failed before the first frame, or gave neither output nor a finish reason: free. */
    FAILED,
    /** The stream broke after the first frame: free, the house books the loss. */
    INTERRUPTED,
    /** The worker died before the first frame: free, the house books the loss. */
    ABANDONED,
    /** The deadline passed before the provider was called: free. */
    EXPIRED,
    /** No provider was called: nobody could serve it, or its acceptance failed: free. */
    REFUSED;

    /** Whether the caller pays for usage with this outcome. */
    public boolean billed() {
        return switch (this) {
            case COMPLETED, CANCELLED, BUDGET_EXHAUSTED -> true;
            case FAILED, INTERRUPTED, ABANDONED, EXPIRED, REFUSED -> false;
        };
    }
}
