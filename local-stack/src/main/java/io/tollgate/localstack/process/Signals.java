package io.tollgate.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** Signals that Java itself cannot send. */
final class Signals {

    private static final long PATIENCE_SECONDS = 5;

    private Signals() {}

    /** Freezes a process. */
    static void stop(ProcessHandle process) {
        send("STOP", process);
    }

    /** Lets a frozen process go on. */
    static void goOn(ProcessHandle process) {
        send("CONT", process);
    }

    private static void send(String signal, ProcessHandle process) {
        if (!process.isAlive()) {
            return;
        }
        try {
            // the shell's own kill: not every system has one in a folder
            Process sender = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!sender.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || (sender.exitValue() != 0 && process.isAlive())) {
                throw new IllegalStateException("cannot send SIG" + signal + " to process " + process.pid());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot send SIG" + signal, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending SIG" + signal, interrupted);
        }
    }
}
