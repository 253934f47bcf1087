package io.tollgate.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.testkit.FreshDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;

/** Each migration on an empty database and on what the version before it left. */
class MigrationIT {

    private final String url = FreshDatabase.create();

    @Test
    void shouldMigrateFromEachVersionAndKeepWhatIsThere() throws SQLException {
        for (MigrationInfo version : flyway("latest").info().all()) {
            String number = version.getVersion().getVersion();
            assertThat(flyway(number).migrate().migrationsExecuted).isEqualTo(1);
            if (number.equals("1")) {
                keep();
            }
        }
        assertThat(flyway("latest").validateWithResult().validationSuccessful).isTrue();
        assertThat(kept()).isEqualTo(1);
    }

    private Flyway flyway(String target) {
        return Flyway.configure()
                .dataSource(url, null, null)
                .schemas("metering")
                .locations("db/metering")
                .target(target)
                .load();
    }

    private void keep() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into metering.key_name (key, hash, account, version) values ('k', 'h', 'acme', 1)");
        }
    }

    private long kept() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from metering.key_name")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
