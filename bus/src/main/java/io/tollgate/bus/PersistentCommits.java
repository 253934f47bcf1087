package io.tollgate.bus;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * A consumer whose commits are tried again until Kafka has them.
 *
 * <p>Kafka refuses commits while a group rebalances or its coordinator moves. Partitions that their consumer keeps meanwhile are not read
 * again, so an offset that is dropped then stays uncommitted until the partition's next record, which on a quiet partition may be days
 * later: the lag never reaches zero, and the next start reads all of it again.
 */
final class PersistentCommits {

    private static final Logger LOG = Logger.getLogger(PersistentCommits.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    /** Longer than any outage after which the same process still runs with the same partitions. */
    private static final Duration GIVE_UP = Duration.ofHours(1);

    private final KafkaConsumer<?, ?> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> owed = new HashMap<>();

    private PersistentCommits(KafkaConsumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /** The same consumer, but for what becomes of commits that fail. */
    static KafkaConsumer<?, ?> of(KafkaConsumer<?, ?> consumer) {
        PersistentCommits commits = new PersistentCommits(consumer);
        return (KafkaConsumer<?, ?>) Proxy.newProxyInstance(
                PersistentCommits.class.getClassLoader(),
                new Class<?>[] {KafkaConsumer.class},
                (proxy, method, arguments) -> commits.call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("commit")) {
            @SuppressWarnings("unchecked") // the one parameter of KafkaConsumer.commit
            Map<TopicPartition, OffsetAndMetadata> offsets = (Map<TopicPartition, OffsetAndMetadata>) arguments[0];
            return commit(offsets);
        }
        try {
            return method.invoke(consumer, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    private Uni<Void> commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        owe(offsets);
        return Uni.createFrom()
                .deferred(this::attempt)
                .onFailure()
                .invoke(refused -> LOG.debugf("not committed yet: %s", refused.toString()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .expireIn(GIVE_UP.toMillis());
    }

    private Uni<Void> attempt() {
        return consumer.getAssignments().chain(assigned -> {
            Map<TopicPartition, OffsetAndMetadata> due = due(assigned);
            return due.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : consumer.commit(due).invoke(() -> settle(due));
        });
    }

    private synchronized void owe(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, next) ->
                owed.merge(partition, next, (one, other) -> one.offset() > other.offset() ? one : other));
    }

    /** What is owed for partitions that another consumer has now is its business: it reads them again from what is committed. */
    private synchronized Map<TopicPartition, OffsetAndMetadata> due(Set<TopicPartition> assigned) {
        owed.keySet().retainAll(assigned);
        return Map.copyOf(owed);
    }

    private synchronized void settle(Map<TopicPartition, OffsetAndMetadata> committed) {
        committed.forEach(owed::remove);
    }
}
