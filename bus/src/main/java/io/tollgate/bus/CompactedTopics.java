package io.tollgate.bus;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Tells when a consumer that reads a compacted topic from its beginning at every start has applied all that was there when it started.
 * Such a channel needs no group and commits nothing:
 *
 * <pre>
 * mp.messaging.incoming.keys.connector=smallrye-kafka
 * mp.messaging.incoming.keys.topic=accounts.keys.v1
 * mp.messaging.incoming.keys.assign-seek=0:0
 * mp.messaging.incoming.keys.commit-strategy=ignore
 * mp.messaging.incoming.keys.failure-strategy=ignore
 * </pre>
 *
 * <p>({@code 0:0} means partition 0 from its beginning; compacted topics have one partition.) The consumer calls {@link #applied} after each
 * record, readable or not; readiness asks {@link #caughtUp}. Thread-safe.
 */
@ApplicationScoped
public class CompactedTopics {

    private final KafkaClientService clients;
    private final ConcurrentMap<String, Progress> channels = new ConcurrentHashMap<>();

    @Inject
    CompactedTopics(KafkaClientService clients) {
        this.clients = clients;
    }

    /** Notes that the record of a message has been applied, or put aside for good. */
    public void applied(String channel, Message<?> message) {
        IncomingKafkaRecordMetadata<?, ?> record = EventReader.record(message);
        progress(channel).applied(new TopicPartition(record.getTopic(), record.getPartition()), record.getOffset());
    }

    /**
     * Whether everything is applied that was in the topic when this was first asked with the topic reachable. Once true, always true. False
     * while the broker cannot be asked.
     */
    public Uni<Boolean> caughtUp(String channel) {
        Progress progress = progress(channel);
        if (progress.started()) {
            return Uni.createFrom().item(progress.caughtUp());
        }
        KafkaConsumer<?, ?> consumer = clients.getConsumer(channel);
        if (consumer == null) {
            return Uni.createFrom().failure(new IllegalArgumentException("no channel from Kafka named " + channel));
        }
        return consumer.runOnPollingThread(CompactedTopics::ends)
                .map(ends -> {
                    progress.start(ends);
                    return progress.caughtUp();
                })
                .onFailure()
                .recoverWithItem(false);
    }

    private Progress progress(String channel) {
        return channels.computeIfAbsent(channel, ignored -> new Progress());
    }

    private static Map<TopicPartition, Long> ends(Consumer<?, ?> consumer) {
        Set<TopicPartition> assigned = consumer.assignment();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(assigned);
        Map<TopicPartition, Long> ends = new ConcurrentHashMap<>(consumer.endOffsets(assigned));
        ends.entrySet().removeIf(end -> end.getValue() <= beginnings.getOrDefault(end.getKey(), 0L));
        if (assigned.isEmpty()) {
            throw new IllegalStateException("no partition is assigned yet");
        }
        return ends;
    }

    /** How far one channel is. */
    static final class Progress {

        private final ConcurrentMap<TopicPartition, Long> next = new ConcurrentHashMap<>();
        private volatile Map<TopicPartition, Long> ends = Map.of();
        private volatile boolean started;

        void applied(TopicPartition partition, long offset) {
            next.merge(partition, offset + 1, Math::max);
        }

        void start(Map<TopicPartition, Long> endOffsets) {
            ends = Map.copyOf(endOffsets);
            started = true;
        }

        boolean started() {
            return started;
        }

        boolean caughtUp() {
            return started
                    && ends.entrySet().stream().allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
        }
    }
}
