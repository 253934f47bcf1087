package io.tollgate.localstack.command;

/** A command needs a running stack and there is none; the message says what to do. */
public final class NotRunningException extends RuntimeException {

    public NotRunningException(String message) {
        super(message);
    }
}
