package io.tollgate.localstack.infrastructure;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Declares the database with one schema and one role a service: nobody can read what belongs to another, but for the workers, who read
 * the blobs that ingress writes. Harmless to repeat.
 */
public final class Databases {

    /** The database's name. */
    public static final String DATABASE = "tollgate";

    /** Each service's role and the schema on its search path. */
    public static final Map<String, String> SCHEMA_OF_ROLE = Map.of(
            "ingress", "blobs", "workers", "blobs", "router", "router", "metering", "metering", "ledger", "ledger");

    private Databases() {}

    /**
     * Declares database, roles and schemas.
     *
     * @param administratorUrl URL of the administrator on the {@code postgres} database
     * @param databaseUrl URL of the administrator on {@link #DATABASE}
     * @param passwords password of each role
     */
    public static void declare(String administratorUrl, String databaseUrl, Map<String, String> passwords) {
        try (Connection administrator = DriverManager.getConnection(administratorUrl);
                Statement statement = administrator.createStatement()) {
            if (!exists(statement, "select 1 from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot declare the database", failed);
        }
        try (Connection database = DriverManager.getConnection(databaseUrl);
                Statement statement = database.createStatement()) {
            for (String role : SCHEMA_OF_ROLE.keySet()) {
                declareRole(statement, role, Objects.requireNonNull(passwords.get(role), role));
            }
            for (String owner : List.of("ingress", "router", "metering", "ledger")) {
                statement.execute(
                        "create schema if not exists " + SCHEMA_OF_ROLE.get(owner) + " authorization " + owner);
            }
            // what nobody else may read: blobs are open to the workers
            statement.execute("create schema if not exists ingress authorization ingress");
            statement.execute("grant usage on schema blobs to workers");
            statement.execute(
                    "alter default privileges for role ingress in schema blobs grant select on tables to workers");
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot declare roles and schemas", failed);
        }
    }

    private static void declareRole(Statement statement, String role, String password) throws SQLException {
        if (!exists(statement, "select 1 from pg_roles where rolname = '" + role + "'")) {
            statement.execute("create role " + role + " login");
            // an administrator who is no superuser makes schemas for a role only as its member
            statement.execute("grant " + role + " to current_user with inherit true, set true");
        }
        statement.execute("alter role " + role + " password '" + password.replace("'", "''") + "'");
        statement.execute("alter role " + role + " set search_path = " + SCHEMA_OF_ROLE.get(role));
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }
}
