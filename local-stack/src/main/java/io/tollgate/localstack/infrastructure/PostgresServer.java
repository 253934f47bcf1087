package io.tollgate.localstack.infrastructure;

import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.process.ProcessFile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL on loopback whose data outlive it. */
final class PostgresServer implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final ProcessFile processFile;

    private PostgresServer(EmbeddedPostgres postgres, ProcessFile processFile) {
        this.postgres = postgres;
        this.processFile = processFile;
    }

    static PostgresServer start(Layout layout, int port) {
        Path data = layout.storage("postgres");
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
                    // the library's defaults trade durability for speed; books may not
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "150")
                    .setServerConfig("shared_buffers", "64MB")
                    .setServerConfig("idle_in_transaction_session_timeout", "10s")
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(
                            layout.log("postgres").toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                            layout.log("postgres").toFile()))
                    .start();
            return new PostgresServer(postgres, remember(layout, data));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start PostgreSQL; see " + layout.log("postgres"), failed);
        }
    }

    private static ProcessFile remember(Layout layout, Path data) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow(() -> new IOException("PostgreSQL ended"));
        return ProcessFile.write(layout.processFile("postgres"), process);
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
