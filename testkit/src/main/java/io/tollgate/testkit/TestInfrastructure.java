package io.tollgate.testkit;

import io.tollgate.localstack.infrastructure.Databases;
import io.tollgate.localstack.infrastructure.EmbeddedInfrastructure;
import io.tollgate.localstack.infrastructure.EmbeddedInfrastructure.InfrastructurePorts;
import io.tollgate.localstack.infrastructure.Infrastructure;
import io.tollgate.localstack.process.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Kafka, PostgreSQL and Redis for tests, started once a JVM and shared. The environment variable {@code TEST_INFRA} chooses
 * {@code embedded} (default) or {@code containers}; if the chosen one cannot start, tests fail.
 */
public final class TestInfrastructure {

    /** Password of every role of the test database. */
    public static final String PASSWORD = "test";
    /** Providers whose dispatch topics exist from the start. */
    public static final List<String> PROVIDERS = List.of("openai", "anthropic", "google", "groq", "deepseek");

    private TestInfrastructure() {}

    /** The shared infrastructure, with database roles, schemas and topics declared. */
    public static synchronized Infrastructure shared() {
        return RunningInfrastructure.known().orElseGet(TestInfrastructure::fresh);
    }

    /** Another infrastructure, shared from now on; the one before runs on for whoever still uses it. */
    @SuppressWarnings("resource") // closed when the JVM ends
    static synchronized Infrastructure fresh() {
        Infrastructure infrastructure = start();
        Runtime.getRuntime().addShutdownHook(new Thread(infrastructure::close, "stop-test-infrastructure"));
        infrastructure.declare(passwords(), PROVIDERS);
        return RunningInfrastructure.announce(infrastructure);
    }

    private static Infrastructure start() {
        String choice = System.getenv().getOrDefault("TEST_INFRA", "embedded").toLowerCase(Locale.ROOT);
        return switch (choice) {
            case "embedded" -> EmbeddedInfrastructure.start(layout(), InfrastructurePorts.free());
            case "containers" -> ContainerInfrastructure.start();
            default -> throw new IllegalArgumentException("TEST_INFRA is embedded or containers, not " + choice);
        };
    }

    /** A folder in the build output of the module under test. */
    private static Layout layout() {
        try {
            Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
            return new Layout(root(), Files.createTempDirectory(target, "stack-"));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot create a folder for the test stack", failed);
        }
    }

    /** The repository: the system property {@code tollgate.root}, or the nearest parent with a launcher. */
    public static Path root() {
        String property = System.getProperty("tollgate.root");
        Path start = Path.of(property == null ? "" : property).toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("local-stack/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not inside the repository: " + start);
    }

    private static Map<String, String> passwords() {
        return Databases.SCHEMA_OF_ROLE.keySet().stream().collect(Collectors.toMap(role -> role, role -> PASSWORD));
    }
}
