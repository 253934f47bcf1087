package io.tollgate.localstack.stack;

/** A part of the stack did not start; the message says which and where to look. */
public final class StartFailedException extends RuntimeException {

    public StartFailedException(String message) {
        super(message);
    }
}
