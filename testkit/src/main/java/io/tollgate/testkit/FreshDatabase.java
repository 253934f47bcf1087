package io.tollgate.testkit;

import io.tollgate.localstack.infrastructure.Infrastructure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Databases without any table, on the shared PostgreSQL. */
public final class FreshDatabase {

    private FreshDatabase() {}

    /** Makes one; returns the URL with which its administrator connects. */
    public static String create() {
        Infrastructure infrastructure = TestInfrastructure.shared();
        String name = "fresh_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection administrator = DriverManager.getConnection(infrastructure.administratorUrl("postgres"));
                Statement statement = administrator.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot create a database", failed);
        }
        return infrastructure.administratorUrl(name);
    }
}
