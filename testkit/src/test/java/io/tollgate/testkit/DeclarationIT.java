package io.tollgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.contracts.Topic;
import io.tollgate.localstack.infrastructure.Databases;
import io.tollgate.localstack.infrastructure.Infrastructure;
import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.stack.Declaration;
import io.tollgate.localstack.stack.UnusableSettingException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tollgate declare} does on servers that somebody else runs. */
class DeclarationIT {

    private static final Pattern ADMINISTRATOR = Pattern.compile("user=([^&]+)(?:&password=([^&]+))?");

    @TempDir
    private Path empty = Path.of("");

    private final Infrastructure servers = TestInfrastructure.shared();

    @Test
    void shouldDeclareWhatIsMissingHoweverOftenItRuns() throws Exception {
        String missing = Topic.forProvider("mistral");
        assertThat(topics()).doesNotContain(missing);
        Map<String, String> environment = environment();
        environment.put("TOLLGATE_DB_LEDGER_PASSWORD", "it's quoted");

        declare(environment);
        declare(environment());

        assertThat(topics()).contains(missing);
    }

    @Test
    void shouldNameTheVariableThatIsMissing() {
        for (String name : environment().keySet()) {
            Map<String, String> environment = environment();
            environment.remove(name);
            if (!name.equals("PGPORT")) {
                assertThatThrownBy(() -> declare(environment))
                        .isInstanceOf(UnusableSettingException.class)
                        .hasMessage(name + " is not set.");
            }
        }
    }

    private void declare(Map<String, String> environment) {
        Declaration.run(new Layout(empty, empty), environment);
    }

    private Map<String, String> environment() {
        String[] postgres = servers.postgres().split(":", 2);
        Matcher administrator = ADMINISTRATOR.matcher(servers.administratorUrl("postgres"));
        assertThat(administrator.find()).isTrue();
        String password = administrator.group(2);
        Map<String, String> environment = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                servers.kafka(),
                "PGHOST",
                postgres[0],
                "PGPORT",
                postgres[1],
                "PGUSER",
                administrator.group(1),
                "PGPASSWORD",
                password == null ? "any" : password));
        Databases.SCHEMA_OF_ROLE
                .keySet()
                .forEach(role -> environment.put(
                        "TOLLGATE_DB_" + role.toUpperCase(Locale.ROOT) + "_PASSWORD", TestInfrastructure.PASSWORD));
        return environment;
    }

    private Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
            return admin.listTopics().names().get();
        }
    }
}
