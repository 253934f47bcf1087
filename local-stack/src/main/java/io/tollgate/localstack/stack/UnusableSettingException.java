package io.tollgate.localstack.stack;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The stack cannot start as asked; the message is one clear sentence for the person who asked. */
public final class UnusableSettingException extends RuntimeException {

    public UnusableSettingException(String message) {
        super(message);
    }

    /** A file that somebody named cannot be read. */
    public static UnusableSettingException unreadable(Path file, IOException cause) {
        return new UnusableSettingException(
                cause instanceof NoSuchFileException
                        ? "there is no file " + file
                        : "cannot read " + file + ": " + cause.getMessage());
    }
}
