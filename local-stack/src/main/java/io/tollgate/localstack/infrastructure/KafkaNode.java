package io.tollgate.localstack.infrastructure;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** Main class of the Kafka process: formats its storage the first time, then runs broker and controller in one. */
public final class KafkaNode {

    private KafkaNode() {}

    /**
     * Runs the node until the process ends.
     *
     * @param arguments the file with the broker's properties
     */
    public static void main(String[] arguments) throws Exception {
        endWithParent();
        format(load(Path.of(arguments[0])));
        kafka.Kafka.main(arguments);
    }

    /** A broker whose starter was killed would otherwise run for ever. */
    private static void endWithParent() {
        ProcessHandle.current()
                .parent()
                .ifPresent(parent -> Thread.ofPlatform()
                        .daemon()
                        .name("end-with-parent")
                        .start(() -> {
                            parent.onExit().join();
                            System.exit(1);
                        }));
    }

    private static void format(Properties properties) throws Exception {
        String directory = properties.getProperty("log.dirs");
        if (Files.exists(Path.of(directory, "meta.properties"))) {
            return;
        }
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .setControllerListenerName(properties.getProperty("controller.listener.names"))
                .setMetadataLogDirectory(directory)
                .addDirectory(directory)
                .run();
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }
}
