package io.tollgate.contracts.codec;

/** A record does not hold an event that its topic may carry. It will not be readable later either. */
public final class UnreadableEventException extends RuntimeException {

    public UnreadableEventException(String message) {
        super(message);
    }

    public UnreadableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
