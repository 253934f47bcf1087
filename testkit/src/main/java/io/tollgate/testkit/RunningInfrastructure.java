package io.tollgate.testkit;

import io.tollgate.localstack.infrastructure.Infrastructure;
import java.util.Optional;
import java.util.Properties;

/**
 * The infrastructure of this JVM, known by system properties: Quarkus loads classes anew for each application that it starts, and what
 * they keep in fields is not seen by the next.
 */
record RunningInfrastructure(
        String kafka, String postgres, String creditRedis, String framesRedis, String administratorOfAny)
        implements Infrastructure {

    private static final String PREFIX = "tollgate.test-infrastructure.";
    private static final String KAFKA = PREFIX + "kafka";
    private static final String POSTGRES = PREFIX + "postgres";
    private static final String CREDIT_REDIS = PREFIX + "credit-redis";
    private static final String FRAMES_REDIS = PREFIX + "frames-redis";
    private static final String ADMINISTRATOR = PREFIX + "administrator";
    private static final String ANY_DATABASE = "any-database";

    /** What was announced in this JVM. */
    static Optional<Infrastructure> known() {
        Properties properties = System.getProperties();
        return Optional.ofNullable(properties.getProperty(KAFKA))
                .map(kafka -> new RunningInfrastructure(
                        kafka,
                        properties.getProperty(POSTGRES),
                        properties.getProperty(CREDIT_REDIS),
                        properties.getProperty(FRAMES_REDIS),
                        properties.getProperty(ADMINISTRATOR)));
    }

    /** Makes an infrastructure known to this JVM. */
    static Infrastructure announce(Infrastructure started) {
        System.setProperty(POSTGRES, started.postgres());
        System.setProperty(CREDIT_REDIS, started.creditRedis());
        System.setProperty(FRAMES_REDIS, started.framesRedis());
        System.setProperty(ADMINISTRATOR, started.administratorUrl(ANY_DATABASE));
        System.setProperty(KAFKA, started.kafka());
        return known().orElseThrow();
    }

    @Override
    public String administratorUrl(String database) {
        return administratorOfAny.replace(ANY_DATABASE, database);
    }

    @Override
    public void close() {
        // it ends with the JVM
    }
}
