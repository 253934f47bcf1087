package io.tollgate.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that this process started. Its output goes to a log file, and a process file remembers it, so that a later start can clean
 * up after a launcher that was killed.
 */
public final class ChildProcess implements AutoCloseable {

    private static final List<String> INHERITED_VARIABLES = List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR");

    private final String name;
    private final Process process;
    private final Path log;
    private final ProcessFile processFile;
    private final Duration patience;

    private ChildProcess(String name, Process process, Path log, ProcessFile processFile, Duration patience) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.processFile = processFile;
        this.patience = patience;
    }

    /**
     * Starts a program with a clean environment.
     *
     * @param environment variables besides the few that every program needs (path, home, locale)
     * @param patience how long it may take to end when asked, before it is killed
     */
    public static ChildProcess start(
            String name, List<String> command, Map<String, String> environment, Layout layout, Duration patience) {
        Path log = layout.log(name);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Map<String, String> inherited = Map.copyOf(builder.environment());
        builder.environment().keySet().retainAll(INHERITED_VARIABLES);
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log.getParent());
            Process process = builder.start();
            process.getOutputStream().close();
            ProcessFile processFile = ProcessFile.write(layout.processFile(name), process.toHandle());
            return new ChildProcess(name, process, log, processFile, patience);
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "cannot start " + name + " (" + command.getFirst() + ", PATH " + inherited.get("PATH") + ")",
                    failed);
        }
    }

    public String name() {
        return name;
    }

    public Path log() {
        return log;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Asks the program to end, waits, and kills it if it does not. Harmless if it has ended. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stubborn) {
            kill();
        } catch (InterruptedException interrupted) {
            kill();
            Thread.currentThread().interrupt();
        }
        processFile.delete();
    }

    /** Kills the program and what it started, as a power cut would. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Asks the program to end and does not wait. */
    public void ask() {
        process.destroy();
    }

    /** Waits for the program to end; false if it still runs after the given time. */
    public boolean awaitEnd(Duration longest) {
        try {
            return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * What the program ended with; 128 and the signal's number if a signal ended it.
     *
     * @throws IllegalThreadStateException if it still runs
     */
    public int exitStatus() {
        return process.exitValue();
    }

    /** Freezes the program (SIGSTOP): it does nothing, and loses nothing, until {@link #resume}. */
    public void suspend() {
        Signals.stop(process.toHandle());
    }

    /** Lets a frozen program go on (SIGCONT); harmless if it was not frozen. */
    public void resume() {
        Signals.goOn(process.toHandle());
    }
}
