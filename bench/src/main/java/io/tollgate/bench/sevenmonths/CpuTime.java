package io.tollgate.bench.sevenmonths;

import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.process.ProcessFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor time that each part of the stack has used, from Linux's {@code /proc}: unlike a rate by the clock it means the same on a
 * machine that others use too. PostgreSQL is told apart by the role of each connection.
 */
final class CpuTime {

    private static final String SELF = "generator";

    private final Layout layout;

    CpuTime(Layout layout) {
        this.layout = layout;
    }

    /** Milliseconds since each part began, by its name. */
    SortedMap<String, Long> look() {
        SortedMap<String, Long> used = new TreeMap<>();
        ProcessHandle self = ProcessHandle.current();
        add(used, SELF, self);
        for (String name : new String[] {"kafka", "redis-credit", "ledger", "metering"}) {
            ProcessFile.running(layout.processFile(name)).ifPresent(process -> add(used, name, process));
        }
        ProcessFile.running(layout.processFile("postgres"))
                .ifPresent(server -> Stream.concat(Stream.of(server), server.children())
                        .forEach(process -> add(used, "postgres " + role(process), process)));
        return used;
    }

    /** What was used between two looks. */
    static SortedMap<String, Long> between(SortedMap<String, Long> before, SortedMap<String, Long> after) {
        SortedMap<String, Long> used = new TreeMap<>();
        after.forEach((name, millis) -> used.put(name, millis - before.getOrDefault(name, 0L)));
        return used;
    }

    private static void add(SortedMap<String, Long> used, String name, ProcessHandle process) {
        long millis = process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
        used.merge(name, millis, Long::sum);
    }

    /** The role in a connection's title, {@code postgres: ledger tollgate 127.0.0.1(50000) idle}; "itself" for the server's own work. */
    private static String role(ProcessHandle process) {
        try {
            String title = Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.UTF_8)
                    .replace('\0', ' ');
            for (String role : new String[] {"ledger", "metering"}) {
                if (title.startsWith("postgres: " + role + " ")) {
                    return role;
                }
            }
            return "itself";
        } catch (IOException ended) {
            return "itself";
        }
    }
}
