package io.tollgate.bus;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.smallrye.reactive.messaging.kafka.commit.KafkaThrottledLatestProcessedCommit;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BiConsumer;

/**
 * The commit strategy {@value #NAME}: as SmallRye's {@code throttled} (the contiguous prefix of what is acknowledged, each
 * {@code auto.commit.interval.ms}), and what Kafka refuses is committed again. For single records and for batches.
 */
@ApplicationScoped
@Identifier(PersistentCommitFactory.NAME)
public class PersistentCommitFactory implements KafkaCommitHandler.Factory {

    /** Its value of {@code commit-strategy}. */
    public static final String NAME = "persistent";

    private final KafkaThrottledLatestProcessedCommit.Factory throttled =
            new KafkaThrottledLatestProcessedCommit.Factory();

    @Override
    public KafkaCommitHandler create(
            KafkaConnectorIncomingConfiguration config,
            Vertx vertx,
            KafkaConsumer<?, ?> consumer,
            BiConsumer<Throwable, Boolean> reportFailure) {
        return throttled.create(config, vertx, PersistentCommits.of(consumer), reportFailure);
    }
}
