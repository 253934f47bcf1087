package io.tollgate.workers.takeover;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.tollgate.bus.EventReader;
import io.tollgate.contracts.codec.UnreadableEventException;
import io.tollgate.contracts.dispatch.DispatchEvent;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.livestate.RecordPosition;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.assignment.Assignment;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads single dispatch records again, by their place, on a thread of its own and with a consumer that belongs to no group. */
@ApplicationScoped
public class DispatchLog {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int NEAR = 1;

    private final Map<String, Object> broker;
    private final EventReader events;
    private final Duration timeout;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("dispatch-log").factory());
    private @Nullable KafkaConsumer<String, byte[]> consumer;

    DispatchLog(
            @Identifier("default-kafka-broker") Map<String, Object> broker, EventReader events, WorkersConfig config) {
        this.broker = broker;
        this.events = events;
        this.timeout = config.recovery().readTimeout();
    }

    /** The record at a position; empty if it is gone or holds no assignment. Fails if Kafka does not answer in time. */
    public Uni<Optional<Assignment>> read(RecordPosition position) {
        return Uni.createFrom().item(() -> find(position)).runSubscriptionOn(thread);
    }

    private Optional<Assignment> find(RecordPosition position) {
        KafkaConsumer<String, byte[]> log = consumer();
        TopicPartition partition = new TopicPartition(position.topic(), position.partition());
        try {
            log.assign(List.of(partition));
            log.seek(partition, position.offset());
            return poll(log, partition, position);
        } catch (KafkaException broken) {
            close();
            throw broken;
        }
    }

    private Optional<Assignment> poll(
            KafkaConsumer<String, byte[]> log, TopicPartition partition, RecordPosition position) {
        long began = System.nanoTime();
        while (System.nanoTime() - began < timeout.toNanos()) {
            List<ConsumerRecord<String, byte[]>> records = log.poll(POLL).records(partition);
            if (!records.isEmpty()) {
                ConsumerRecord<String, byte[]> first = records.getFirst();
                return first.offset() == position.offset() ? assignment(first, position) : Optional.empty();
            }
            if (begin(log, partition) > position.offset()) {
                return Optional.empty();
            }
        }
        throw new IllegalStateException("no record at " + position + " within " + timeout);
    }

    private static long begin(KafkaConsumer<String, byte[]> log, TopicPartition partition) {
        return log.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    private Optional<Assignment> assignment(ConsumerRecord<String, byte[]> found, RecordPosition position) {
        try {
            DispatchEvent event = events.read(DispatchEvent.class, found);
            return event instanceof RouteAssigned route
                    ? Optional.of(new Assignment(route, events.body(found), position))
                    : Optional.empty();
        } catch (UnreadableEventException unreadable) {
            return Optional.empty();
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        if (consumer == null) {
            Map<String, Object> settings = new HashMap<>(broker);
            settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
            settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, NEAR);
            settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
            consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        }
        return consumer;
    }

    private void close() {
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }

    @PreDestroy
    void stop() {
        thread.execute(this::close);
        thread.shutdown();
    }
}
