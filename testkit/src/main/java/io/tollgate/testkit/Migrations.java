package io.tollgate.testkit;

import io.tollgate.localstack.infrastructure.Infrastructure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** The migrations of a service, on a database of their own that has no table before. */
public final class Migrations {

    private static final String LATEST = "latest";

    private final String url = freshDatabase();
    private final String schema;
    private final String[] locations;

    public Migrations(String schema, String... locations) {
        this.schema = schema;
        this.locations = locations;
    }

    private static String freshDatabase() {
        Infrastructure infrastructure = TestInfrastructure.shared();
        String name = "migration_" + UUID.randomUUID().toString().replace("-", "");
        try {
            run(infrastructure.administratorUrl("postgres"), "create database " + name);
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot create a database", failed);
        }
        return infrastructure.administratorUrl(name);
    }

    /** Applies all of them at once. */
    public void all() {
        to(LATEST).migrate();
    }

    /**
     * Applies each to what the version before it left.
     *
     * @param afterTheFirst a change that the first version allows
     * @throws AssertionError if a version is not applied by itself, or what was applied is not what is there to apply
     */
    public void oneByOne(String afterTheFirst) throws SQLException {
        MigrationInfo[] versions = to(LATEST).info().all();
        for (MigrationInfo version : versions) {
            int applied = to(version.getVersion().getVersion()).migrate().migrationsExecuted;
            if (applied != 1) {
                throw new AssertionError(applied + " migrations applied to reach " + version.getVersion());
            }
            if (version.equals(versions[0])) {
                run(afterTheFirst);
            }
        }
        to(LATEST).validate();
    }

    /** Makes a change as the administrator. */
    public void run(String change) throws SQLException {
        run(url, change);
    }

    private static void run(String url, String change) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(change);
        }
    }

    /** Rows of a table; a condition may follow its name. */
    public long count(String from) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Flyway to(String version) {
        return Flyway.configure()
                .dataSource(url, null, null)
                .schemas(schema)
                .locations(locations)
                .target(version)
                .load();
    }
}
