package io.tollgate.localstack.infrastructure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Servers that somebody else runs. Only what declaring needs is known of them.
 *
 * @param kafka bootstrap servers
 * @param postgres {@code host:port}
 * @param administrator a role that may make databases and roles
 * @param password the administrator's
 */
public record ProvidedInfrastructure(String kafka, String postgres, String administrator, String password)
        implements Infrastructure {

    @Override
    public String creditRedis() {
        throw new UnsupportedOperationException("nothing is declared in Redis");
    }

    @Override
    public String framesRedis() {
        throw new UnsupportedOperationException("nothing is declared in Redis");
    }

    @Override
    public String administratorUrl(String database) {
        return "jdbc:postgresql://" + postgres + "/" + database + "?user=" + encoded(administrator) + "&password="
                + encoded(password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Kafka at " + kafka + ", PostgreSQL at " + postgres;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        // they go on
    }
}
