package io.tollgate.localstack.infrastructure;

import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.process.Ports;
import io.tollgate.localstack.process.ProcessFile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A PostgreSQL on loopback whose data outlive it. */
final class PostgresServer implements AutoCloseable {

    /** What its files are called. */
    static final String NAME = "postgres";

    private static final String PROCESS_FILE = "postmaster.pid";
    private static final Duration DEAD_WITHIN = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final EmbeddedPostgres postgres;
    private final Path data;
    private final int port;
    private final ProcessHandle postmaster;
    private final ProcessFile processFile;

    private PostgresServer(
            EmbeddedPostgres postgres, Path data, int port, ProcessHandle postmaster, ProcessFile processFile) {
        this.postgres = postgres;
        this.data = data;
        this.port = port;
        this.postmaster = postmaster;
        this.processFile = processFile;
    }

    static PostgresServer start(Layout layout, int port) {
        Path data = layout.storage(NAME);
        try {
            Files.createDirectories(data.getParent());
            Files.createDirectories(layout.logs());
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(Duration.ofSeconds(30))
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    // one that is killed would leave its socket's lock behind, and be taken for running
                    .setServerConfig("unix_socket_directories", "")
                    // the library's defaults trade durability for speed; books may not
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "150")
                    .setServerConfig("shared_buffers", "64MB")
                    .setServerConfig("idle_in_transaction_session_timeout", "10s")
                    .setOutputRedirector(
                            ProcessBuilder.Redirect.appendTo(layout.log(NAME).toFile()))
                    .setErrorRedirector(
                            ProcessBuilder.Redirect.appendTo(layout.log(NAME).toFile()))
                    .start();
            ProcessHandle postmaster = postmaster(data);
            return new PostgresServer(
                    postgres, data, port, postmaster, ProcessFile.write(layout.processFile(NAME), postmaster));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start PostgreSQL; see " + layout.log(NAME), failed);
        }
    }

    private static ProcessHandle postmaster(Path data) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve(PROCESS_FILE)).getFirst().strip());
        return ProcessHandle.of(pid).orElseThrow(() -> new IOException("PostgreSQL ended"));
    }

    /** Kills the server and all its processes, as a power cut would; returns when its data may be opened again. */
    void kill() {
        // the children last: a postmaster that sees them die begins again
        List<ProcessHandle> children = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        Instant deadline = Instant.now().plus(DEAD_WITHIN);
        while (!Ports.isFree(port)) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("PostgreSQL does not die");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        try {
            // nobody reaps the dead on some systems: PostgreSQL would take them for a running server
            Files.deleteIfExists(data.resolve(PROCESS_FILE));
            close();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot forget the killed PostgreSQL", failed);
        }
    }

    boolean isAlive() {
        return postmaster.isAlive();
    }

    /** URL of the administrator on the given database. */
    String administrator(String database) {
        return postgres.getJdbcUrl("postgres", database);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        processFile.delete();
    }
}
