package io.tollgate.localstack.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Resident memory of processes, from Linux's {@code /proc}: shared pages are counted in part for each process (PSS). */
final class ResidentMemory {

    private static final String PROPORTIONAL = "Pss:";
    private static final long KILOBYTE = 1024;

    private ResidentMemory() {}

    static long of(Stream<ProcessHandle> processes) {
        return processes.mapToLong(process -> bytes(process.pid())).sum();
    }

    private static long bytes(long pid) {
        Path file = Path.of("/proc", Long.toString(pid), "smaps_rollup");
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(PROPORTIONAL))
                    .mapToLong(line -> Long.parseLong(line.substring(PROPORTIONAL.length())
                                    .replace("kB", "")
                                    .strip())
                            * KILOBYTE)
                    .sum();
        } catch (IOException | java.io.UncheckedIOException endedOrForbidden) {
            return 0;
        }
    }
}
