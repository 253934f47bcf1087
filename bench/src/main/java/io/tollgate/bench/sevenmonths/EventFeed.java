package io.tollgate.bench.sevenmonths;

import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.codec.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Publishes generated requests as ingress and workers do, with a bounded number of records on their way. Not thread-safe. */
final class EventFeed implements AutoCloseable {

    private static final int MOST_ON_THE_WAY = 20_000;

    private final EventCodec codec = new EventCodec("tollgate-bench", Clock.systemUTC());
    private final Semaphore room = new Semaphore(MOST_ON_THE_WAY);
    private final KafkaProducer<String, byte[]> producer;
    private volatile @Nullable Exception failure;
    private long published;

    EventFeed(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        20,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        131_072),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /**
     * Publishes a request's events; waits while too many records are on their way.
     *
     * @throws IllegalStateException if Kafka refused an earlier record
     */
    void publish(GeneratedRequest request) {
        send(request.hold());
        for (int times = request.repeated() ? 2 : 1; times > 0; times--) {
            request.usages().forEach(this::send);
            send(request.closed());
        }
    }

    /** Waits until Kafka has everything. */
    void flush() {
        producer.flush();
        requireNoFailure();
    }

    /** Records handed to Kafka so far. */
    long published() {
        return published;
    }

    private void send(Event event) {
        requireNoFailure();
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(Topic.of(event.getClass()).topicName(), event.recordKey(), codec.write(event));
        codec.headers(event)
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        room.acquireUninterruptibly();
        published++;
        var unused = producer.send(message, (metadata, refused) -> {
            room.release();
            if (refused != null) {
                failure = refused;
            }
        });
    }

    private void requireNoFailure() {
        Exception refused = failure;
        if (refused != null) {
            throw new IllegalStateException("Kafka refused a record", refused);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
