package io.tollgate.localstack.infrastructure;

import java.util.Collection;
import java.util.Map;

/** Where Kafka, PostgreSQL and Redis are, however they were started; closing stops them. */
public interface Infrastructure extends AutoCloseable {

    /** {@code host:port} of Kafka. */
    String kafka();

    /** {@code host:port} of PostgreSQL. */
    String postgres();

    /** {@code redis://host:port} for balances, holds and leases. */
    String creditRedis();

    /** {@code redis://host:port} for reply frames. */
    String framesRedis();

    /** URL with which the administrator reaches a database. */
    String administratorUrl(String database);

    /** Declares database, roles and schemas, and all topics. */
    default void declare(Map<String, String> passwords, Collection<String> providers) {
        Databases.declare(administratorUrl("postgres"), administratorUrl(Databases.DATABASE), passwords);
        Topics.declare(kafka(), providers);
    }

    @Override
    void close();
}
