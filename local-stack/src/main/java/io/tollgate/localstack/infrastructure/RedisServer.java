package io.tollgate.localstack.infrastructure;

import io.tollgate.localstack.process.ChildProcess;
import io.tollgate.localstack.process.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.embedded.core.ExecutableProvider;

/** A Redis on loopback without persistence: a restart is always an empty store. */
final class RedisServer {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private RedisServer() {}

    /**
     * Makes the program ready to run. To be called before anything else is started: a process that is forked while the file is being
     * written keeps it open, and a file that is open for writing cannot be run.
     */
    static void unpack(Layout layout) {
        executable(layout);
    }

    static ChildProcess start(Layout layout, String name, int port, String maxMemory) {
        List<String> command = new ArrayList<>(List.of(executable(layout).toString()));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--save", "", "--appendonly", "no"));
        command.addAll(List.of("--maxmemory", maxMemory, "--maxmemory-policy", "noeviction"));
        command.addAll(List.of("--dir", directory(layout, name).toString()));
        return ChildProcess.start(name, command, Map.of(), layout, PATIENCE);
    }

    private static Path directory(Layout layout, String name) {
        return create(layout.storage(name));
    }

    private static Path executable(Layout layout) {
        Path target = create(layout.storage("redis-program")).resolve("redis-server");
        synchronized (RedisServer.class) {
            try {
                if (!Files.isExecutable(target)) {
                    Path provided =
                            ExecutableProvider.newJarResourceProvider().get().toPath();
                    Files.copy(provided, target);
                    target.toFile().setExecutable(true);
                }
                return target;
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot unpack Redis", failed);
            }
        }
    }

    private static Path create(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot create " + directory, failed);
        }
    }
}
