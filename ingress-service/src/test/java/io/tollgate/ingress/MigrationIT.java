package io.tollgate.ingress;

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
                .schemas("blobs")
                // whoever installs a service makes its schemas
                .initSql("create schema if not exists ingress")
                .locations("db/blobs", "db/ingress")
                .target(target)
                .load();
    }

    private void keep() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("insert into blobs.body (id, bytes, expires_at) values ('b', 1, now())");
        }
    }

    private long kept() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from blobs.body")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
