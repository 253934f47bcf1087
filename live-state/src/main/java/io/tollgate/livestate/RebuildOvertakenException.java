package io.tollgate.livestate;

/** A rebuild of the credit store was overtaken by another one, or Redis lost what it had written. It must start again. */
public final class RebuildOvertakenException extends RuntimeException {

    public RebuildOvertakenException() {
        super("another rebuild of the credit store began, or Redis restarted meanwhile");
    }
}
