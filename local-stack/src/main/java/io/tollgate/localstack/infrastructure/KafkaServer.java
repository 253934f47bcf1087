package io.tollgate.localstack.infrastructure;

import io.tollgate.localstack.process.ChildProcess;
import io.tollgate.localstack.process.JavaProgram;
import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.process.Ports;
import io.tollgate.localstack.process.StartCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** One Kafka node (KRaft) on loopback, in a process of its own. */
final class KafkaServer {

    /** What its files are called. */
    static final String NAME = "kafka";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A training run writes its cache when it ends. */
    private static final Duration TRAINING_PATIENCE = Duration.ofMinutes(2);

    private KafkaServer() {}

    static ChildProcess start(Layout layout, int port, boolean training) {
        Path storage = layout.storage(NAME);
        Path properties = storage.resolve("server.properties");
        write(properties, properties(storage.resolve("log"), port, Ports.free()));
        LauncherBuild build = new LauncherBuild(layout.root());
        List<String> options = new ArrayList<>(List.of(
                "-Xms64m",
                "-Xmx400m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:MetaspaceSize=96m",
                "-Djava.util.logging.config.file=" + logging(storage)));
        StartCache cache = new StartCache(build.folder().resolve("kafka.aot"), build.jar());
        options.addAll(training ? cache.training() : cache.use());
        List<String> command = JavaProgram.mainClass(
                options, build.classPath(), KafkaNode.class.getName(), List.of(properties.toString()));
        return ChildProcess.start(NAME, command, Map.of(), layout, training ? TRAINING_PATIENCE : PATIENCE);
    }

    private static Properties properties(Path log, int port, int controllerPort) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "node.id", "1",
                "process.roles", "broker,controller",
                "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners", "PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names", "CONTROLLER",
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs", log.toString(),
                "auto.create.topics.enable", "false"));
        // a broker that was killed is let in again when its last session is over
        properties.putAll(Map.of("broker.session.timeout.ms", "3000", "broker.heartbeat.interval.ms", "1000"));
        properties.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "group.initial.rebalance.delay.ms", "0",
                "log.index.size.max.bytes", "1048576",
                "offsets.retention.minutes", "10080"));
        return properties;
    }

    private static void write(Path file, Properties properties) {
        try {
            Files.createDirectories(file.getParent());
            try (Writer writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file, failed);
        }
    }

    private static Path logging(Path storage) {
        Path file = storage.resolve("logging.properties");
        Properties logging = new Properties();
        logging.putAll(Map.of(
                "handlers", "java.util.logging.ConsoleHandler",
                ".level", "WARNING",
                "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n"));
        write(file, logging);
        return file;
    }
}
