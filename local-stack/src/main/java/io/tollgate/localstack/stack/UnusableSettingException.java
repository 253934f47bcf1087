package io.tollgate.localstack.stack;

/** The stack cannot start as asked; the message is one clear sentence for the person who asked. */
public final class UnusableSettingException extends RuntimeException {

    public UnusableSettingException(String message) {
        super(message);
    }
}
