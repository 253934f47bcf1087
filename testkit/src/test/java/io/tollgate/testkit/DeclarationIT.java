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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tollgate declare} does on servers that somebody else runs. */
class DeclarationIT {

    private static final String PLANNER = "planner";
    private static final String PLANNERS_PASSWORD = "it's planned & done";
    private static final Infrastructure SERVERS = TestInfrastructure.fresh();

    @TempDir
    private Path empty = Path.of("");

    /** An administrator who is no superuser finds no database of ours. */
    @BeforeAll
    static void prepare() throws SQLException {
        try (Connection superuser = DriverManager.getConnection(SERVERS.administratorUrl("postgres"));
                Statement statement = superuser.createStatement()) {
            statement.execute("drop database " + Databases.DATABASE);
            for (String role : Databases.SCHEMA_OF_ROLE.keySet()) {
                statement.execute("drop role " + role);
            }
            statement.execute("create role " + PLANNER + " login createdb createrole password '"
                    + PLANNERS_PASSWORD.replace("'", "''") + "'");
        }
    }

    @Test
    void shouldDeclareWhatIsMissingHoweverOftenItRuns() throws Exception {
        String missing = Topic.forProvider("mistral");
        assertThat(topics()).doesNotContain(missing);

        declare(environment());
        declare(environment());

        assertThat(topics()).contains(missing);
        try (Connection ledger = DriverManager.getConnection(
                        "jdbc:postgresql://" + SERVERS.postgres() + "/" + Databases.DATABASE,
                        "ledger",
                        PLANNERS_PASSWORD);
                Statement statement = ledger.createStatement()) {
            statement.execute("create table kept (id int)");
            assertThatThrownBy(() -> statement.execute("create table metering.foreign_table (id int)"))
                    .isInstanceOf(SQLException.class);
        }
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

    private static Map<String, String> environment() {
        String[] postgres = SERVERS.postgres().split(":", 2);
        Map<String, String> environment = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                SERVERS.kafka(),
                "PGHOST",
                postgres[0],
                "PGPORT",
                postgres[1],
                "PGUSER",
                PLANNER,
                "PGPASSWORD",
                PLANNERS_PASSWORD));
        Databases.SCHEMA_OF_ROLE
                .keySet()
                .forEach(role -> environment.put(
                        "TOLLGATE_DB_" + role.toUpperCase(Locale.ROOT) + "_PASSWORD", PLANNERS_PASSWORD));
        return environment;
    }

    private static Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SERVERS.kafka()))) {
            return admin.listTopics().names().get();
        }
    }
}
