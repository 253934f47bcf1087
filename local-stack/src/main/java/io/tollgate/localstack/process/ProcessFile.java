package io.tollgate.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Remembers a process in a file: its id, and the instant at which it started, because ids are used again.
 */
public final class ProcessFile {

    private final Path file;

    private ProcessFile(Path file) {
        this.file = file;
    }

    /** Remembers a running process. */
    public static ProcessFile write(Path file, ProcessHandle process) {
        Instant started = process.info().startInstant().orElse(Instant.EPOCH);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, List.of(Long.toString(process.pid()), started.toString()));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file, failed);
        }
        return new ProcessFile(file);
    }

    /** The process that a file remembers, if it is still the same one and runs. */
    public static Optional<ProcessHandle> running(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < 2) {
                return Optional.empty();
            }
            Instant started = Instant.parse(lines.get(1));
            return ProcessHandle.of(Long.parseLong(lines.get(0)))
                    .filter(ProcessHandle::isAlive)
                    .filter(process ->
                            process.info().startInstant().orElse(Instant.EPOCH).equals(started));
        } catch (IOException | IllegalArgumentException | java.time.DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** Forgets the process. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot delete " + file, failed);
        }
    }
}
