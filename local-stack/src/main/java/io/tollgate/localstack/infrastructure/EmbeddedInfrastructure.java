package io.tollgate.localstack.infrastructure;

import io.tollgate.localstack.process.ChildProcess;
import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Kafka, PostgreSQL and two Redis as processes of this machine, from packages of the build. */
public final class EmbeddedInfrastructure implements Infrastructure {

    /** Ports on loopback. */
    public record InfrastructurePorts(int kafka, int postgres, int creditRedis, int framesRedis) {

        public static InfrastructurePorts free() {
            return new InfrastructurePorts(Ports.free(), Ports.free(), Ports.free(), Ports.free());
        }
    }

    private final InfrastructurePorts ports;
    private final PostgresServer postgres;
    private final List<ChildProcess> processes;

    private EmbeddedInfrastructure(InfrastructurePorts ports, PostgresServer postgres, List<ChildProcess> processes) {
        this.ports = ports;
        this.postgres = postgres;
        this.processes = processes;
    }

    /** Starts all of it side by side. Kafka may need another second or two after this returns; its clients wait for it. */
    public static EmbeddedInfrastructure start(Layout layout, InfrastructurePorts ports) {
        return start(layout, ports, false);
    }

    /**
     * Starts all of it side by side.
     *
     * @param training whether Kafka leaves a cache behind that makes later starts faster
     */
    public static EmbeddedInfrastructure start(Layout layout, InfrastructurePorts ports, boolean training) {
        RedisServer.unpack(layout);
        CompletableFuture<PostgresServer> postgres =
                CompletableFuture.supplyAsync(() -> PostgresServer.start(layout, ports.postgres()));
        List<ChildProcess> processes = List.of(
                KafkaServer.start(layout, ports.kafka(), training),
                RedisServer.start(layout, "redis-credit", ports.creditRedis(), "256mb"),
                RedisServer.start(layout, "redis-frames", ports.framesRedis(), "512mb"));
        try {
            return new EmbeddedInfrastructure(ports, postgres.join(), processes);
        } catch (RuntimeException failed) {
            processes.forEach(ChildProcess::close);
            throw failed;
        }
    }

    /** The programs besides PostgreSQL. */
    public List<ChildProcess> processes() {
        return processes;
    }

    @Override
    public String kafka() {
        return "127.0.0.1:" + ports.kafka();
    }

    @Override
    public String postgres() {
        return "127.0.0.1:" + ports.postgres();
    }

    @Override
    public String creditRedis() {
        return "redis://127.0.0.1:" + ports.creditRedis();
    }

    @Override
    public String framesRedis() {
        return "redis://127.0.0.1:" + ports.framesRedis();
    }

    @Override
    public String administratorUrl(String database) {
        return postgres.administrator(database);
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::close);
        try {
            postgres.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot stop PostgreSQL", failed);
        }
    }
}
