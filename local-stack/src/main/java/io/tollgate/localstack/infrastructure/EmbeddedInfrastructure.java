package io.tollgate.localstack.infrastructure;

import io.tollgate.localstack.process.ChildProcess;
import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Kafka, PostgreSQL and two Redis as processes of this machine, from packages of the build. */
public final class EmbeddedInfrastructure implements Infrastructure {

    private static final Duration DEAD_WITHIN = Duration.ofSeconds(10);

    /** What can fail by itself. */
    public enum Part {
        KAFKA(KafkaServer.NAME),
        POSTGRES(PostgresServer.NAME),
        CREDIT_REDIS("redis-credit"),
        FRAMES_REDIS("redis-frames");

        private final String program;

        Part(String program) {
            this.program = program;
        }
    }

    /** Ports on loopback. */
    public record InfrastructurePorts(int kafka, int postgres, int creditRedis, int framesRedis) {

        public static InfrastructurePorts free() {
            return new InfrastructurePorts(Ports.free(), Ports.free(), Ports.free(), Ports.free());
        }
    }

    private final Layout layout;
    private final InfrastructurePorts ports;
    private final Map<Part, ChildProcess> processes = new ConcurrentHashMap<>();
    private volatile PostgresServer postgres;
    private boolean closed;

    private EmbeddedInfrastructure(Layout layout, InfrastructurePorts ports, PostgresServer postgres) {
        this.layout = layout;
        this.ports = ports;
        this.postgres = postgres;
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
        Map<Part, ChildProcess> processes = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            if (part != Part.POSTGRES) {
                processes.put(part, start(part, layout, ports, training));
            }
        }
        try {
            EmbeddedInfrastructure infrastructure = new EmbeddedInfrastructure(layout, ports, postgres.join());
            infrastructure.processes.putAll(processes);
            return infrastructure;
        } catch (RuntimeException failed) {
            processes.values().forEach(ChildProcess::close);
            throw failed;
        }
    }

    private static ChildProcess start(Part part, Layout layout, InfrastructurePorts ports, boolean training) {
        return switch (part) {
            case KAFKA -> KafkaServer.start(layout, ports.kafka(), training);
            case CREDIT_REDIS -> RedisServer.start(layout, part.program, ports.creditRedis(), "256mb");
            case FRAMES_REDIS -> RedisServer.start(layout, part.program, ports.framesRedis(), "512mb");
            case POSTGRES -> throw new IllegalArgumentException("PostgreSQL is no child process");
        };
    }

    /** The programs besides PostgreSQL. */
    public List<ChildProcess> processes() {
        return List.copyOf(processes.values());
    }

    /** Kills a part, as a power cut of its machine would; returns when it is dead. */
    public void kill(Part part) {
        if (part == Part.POSTGRES) {
            postgres.kill();
        } else {
            ChildProcess process = process(part);
            process.kill();
            process.awaitEnd(DEAD_WITHIN);
        }
    }

    /**
     * Starts a part that was killed, on the port and with the data it had. Its clients wait until it is ready.
     *
     * @throws IllegalStateException once all of it is being stopped
     */
    public synchronized void startAgain(Part part) {
        if (closed) {
            throw new IllegalStateException("the infrastructure is being stopped");
        }
        if (part == Part.POSTGRES) {
            postgres = PostgresServer.start(layout, ports.postgres());
        } else {
            processes.put(part, start(part, layout, ports, false));
        }
    }

    /** Freezes a part other than PostgreSQL: its connections stay open and nothing answers. */
    public void suspend(Part part) {
        process(part).suspend();
    }

    /** Lets a frozen part go on. */
    public void resume(Part part) {
        process(part).resume();
    }

    /** Whether a part runs, or hangs; not whether it serves. */
    public boolean isAlive(Part part) {
        return part == Part.POSTGRES ? postgres.isAlive() : process(part).isAlive();
    }

    /** Where a part keeps its data. */
    public Path storage(Part part) {
        return layout.storage(part.program);
    }

    /** What a part says. */
    public Path log(Part part) {
        return layout.log(part.program);
    }

    private ChildProcess process(Part part) {
        return Objects.requireNonNull(processes.get(part), part.name());
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
        startNothingMore();
        processes.values().forEach(ChildProcess::resume);
        processes.values().forEach(ChildProcess::close);
        try {
            postgres.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot stop PostgreSQL", failed);
        }
    }

    private synchronized void startNothingMore() {
        closed = true;
    }
}
