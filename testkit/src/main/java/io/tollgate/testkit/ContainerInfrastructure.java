package io.tollgate.testkit;

import io.tollgate.localstack.infrastructure.Infrastructure;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Kafka, PostgreSQL and Redis in containers, where a container engine runs. */
final class ContainerInfrastructure implements Infrastructure {

    private static final String KAFKA_IMAGE = "apache/kafka:4.1.1";
    private static final String POSTGRES_IMAGE = "postgres:18-alpine";
    private static final String REDIS_IMAGE = "redis:7.2-alpine";
    private static final int REDIS_PORT = 6379;
    private static final int POSTGRES_PORT = 5432;

    private final KafkaContainer kafka;
    private final PostgreSQLContainer postgres;
    private final GenericContainer<?> creditRedis;
    private final GenericContainer<?> framesRedis;

    private ContainerInfrastructure(
            KafkaContainer kafka,
            PostgreSQLContainer postgres,
            GenericContainer<?> creditRedis,
            GenericContainer<?> framesRedis) {
        this.kafka = kafka;
        this.postgres = postgres;
        this.creditRedis = creditRedis;
        this.framesRedis = framesRedis;
    }

    @SuppressWarnings("resource") // closed with the infrastructure
    static ContainerInfrastructure start() {
        ContainerInfrastructure containers = new ContainerInfrastructure(
                new KafkaContainer(KAFKA_IMAGE).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"),
                new PostgreSQLContainer(POSTGRES_IMAGE)
                        .withUsername("postgres")
                        .withPassword(TestInfrastructure.PASSWORD),
                redis(),
                redis());
        Startables.deepStart(containers.all()).join();
        return containers;
    }

    @SuppressWarnings("resource") // closed with the infrastructure
    private static GenericContainer<?> redis() {
        return new GenericContainer<>(REDIS_IMAGE)
                .withExposedPorts(REDIS_PORT)
                .withCommand("redis-server", "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction");
    }

    private Stream<Startable> all() {
        return Stream.of(kafka, postgres, creditRedis, framesRedis);
    }

    @Override
    public String kafka() {
        return kafka.getBootstrapServers();
    }

    @Override
    public String postgres() {
        return postgres.getHost() + ":" + postgres.getMappedPort(POSTGRES_PORT);
    }

    @Override
    public String creditRedis() {
        return address(creditRedis);
    }

    @Override
    public String framesRedis() {
        return address(framesRedis);
    }

    private static String address(GenericContainer<?> redis) {
        return "redis://" + redis.getHost() + ":" + redis.getMappedPort(REDIS_PORT);
    }

    @Override
    public String administratorUrl(String database) {
        return "jdbc:postgresql://" + postgres() + "/" + database + "?user=postgres&password="
                + TestInfrastructure.PASSWORD;
    }

    @Override
    public void close() {
        all().forEach(Startable::stop);
    }
}
