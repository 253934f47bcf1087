package io.tollgate.bus;

/** A body that an event refers to does not exist (any more), or is not whole. It will not come back. */
public final class BodyGoneException extends RuntimeException {

    public BodyGoneException(String blob) {
        super("no body with id " + blob);
    }
}
