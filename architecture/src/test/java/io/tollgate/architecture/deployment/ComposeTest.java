package io.tollgate.architecture.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.localstack.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComposeTest {

    private static final String FILE = "docker-compose.yml";
    private static final Pattern TARGET = Pattern.compile("FROM \\S+ AS (\\S+)");
    private static final Pattern FROM_SECRETS =
            Pattern.compile("\\$\\{((?:TOLLGATE_(?:KEYS|INTERNAL|OPERATOR|DB)|PG)[A-Z_]+)");

    @Test
    void shouldRunEveryServiceFromATargetOfItsOwn() throws IOException {
        Map<String, Object> services = services();
        List<String> targets = TARGET.matcher(Files.readString(Yaml.path("deploy/images/Dockerfile")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(services.keySet()).containsAll(LocalStack.serviceNames());
        for (String name : LocalStack.serviceNames()) {
            assertThat(Yaml.at(services, name, "build")).containsEntry("target", name);
            assertThat(targets).contains(name);
        }
    }

    @Test
    void shouldBeReachedFromThisMachineAlone() throws IOException {
        Map<String, Object> services = services();
        assertThat(services.keySet().stream().flatMap(name -> Yaml.list(Yaml.at(services, name), "ports")))
                .isNotEmpty()
                .allSatisfy(port -> assertThat(port).asString().startsWith("127.0.0.1:"));
    }

    @Test
    void shouldSetOnlyWhatServicesRead() throws IOException {
        Map<String, Object> services = services();
        assertThat(LocalStack.serviceNames().stream()
                        .flatMap(name -> Yaml.at(services, name, "environment").keySet().stream()))
                .isSubsetOf(KnownVariables.all());
    }

    @Test
    void shouldTakeItsSecretsFromThoseThatAreMade() throws IOException, InterruptedException {
        Stream<String> used = FROM_SECRETS
                .matcher(Files.readString(Yaml.path(FILE)))
                .results()
                .map(found -> found.group(1));
        assertThat(used).isSubsetOf(NewSecrets.names());
    }

    private static Map<String, Object> services() throws IOException {
        return Yaml.at(Yaml.documents(FILE).getFirst(), "services");
    }
}
