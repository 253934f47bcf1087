package io.tollgate.testkit;

import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.codec.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Publishes events as a service would, and reads what services published. Not thread-safe. */
public final class KafkaTap implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(100);

    private final EventCodec codec = new EventCodec("test", Clock.systemUTC());
    private final KafkaProducer<String, byte[]> producer;
    private final String bootstrapServers;
    private final Map<String, TopicLog> logs = new HashMap<>();

    public KafkaTap(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", "0"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** A tap on the shared infrastructure. */
    public static KafkaTap shared() {
        return new KafkaTap(TestInfrastructure.shared().kafka());
    }

    /** Publishes an event on its topic and waits for the acknowledgement. */
    public void publish(Event event) {
        publish(event, Topic.of(event.getClass()).topicName(), null);
    }

    /** Publishes events without waiting between them, and waits for all acknowledgements. */
    public void publishAll(Collection<? extends Event> events) {
        events.stream()
                .map(event ->
                        producer.send(entry(event, Topic.of(event.getClass()).topicName(), null)))
                .toList()
                .forEach(KafkaTap::await);
    }

    /** Publishes an event whose record value is the caller's body. */
    public void publish(Event event, String topicName, byte @Nullable [] body) {
        publish(entry(event, topicName, body));
    }

    private ProducerRecord<String, byte[]> entry(Event event, String topicName, byte @Nullable [] body) {
        boolean inHeader = Topic.of(event.getClass()).bodyAsValue();
        byte[] json = codec.write(event);
        ProducerRecord<String, byte[]> entry =
                new ProducerRecord<>(topicName, event.recordKey(), inHeader ? body : json);
        codec.headers(event)
                .forEach((name, value) -> entry.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        if (inHeader) {
            entry.headers().add(EventCodec.EVENT_HEADER, json);
        }
        return entry;
    }

    /** Publishes any record and waits for the acknowledgement. */
    public void publish(ProducerRecord<String, byte[]> entry) {
        await(producer.send(entry));
    }

    private static void await(Future<RecordMetadata> acknowledgement) {
        try {
            acknowledgement.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("cannot publish", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** All events now on a topic, in the order of each partition. */
    public <E extends Event> List<E> events(Class<E> type, String topicName) {
        return records(topicName).stream()
                .map(entry ->
                        codec.read(Topic.of(type).events(), header(entry, EventCodec.TYPE_HEADER), eventJson(entry)))
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Waits until events of a type that match are on their topic, and returns them. */
    public <E extends Event> List<E> await(Class<E> type, String topicName, Predicate<E> wanted, int count) {
        List<E> found = new ArrayList<>();
        Awaitility.await().atMost(PATIENCE).pollInterval(POLL).until(() -> {
            found.clear();
            events(type, topicName).stream().filter(wanted).forEach(found::add);
            return found.size() >= count;
        });
        return found;
    }

    /** Waits for events of a type that match, on the topic of their type. */
    public <E extends Event> List<E> await(Class<E> type, Predicate<E> wanted, int count) {
        return await(type, Topic.of(type).topicName(), wanted, count);
    }

    /** All records now on a topic. */
    public List<ConsumerRecord<String, byte[]>> records(String topicName) {
        return logs.computeIfAbsent(topicName, name -> new TopicLog(bootstrapServers, name))
                .records();
    }

    private static byte[] eventJson(ConsumerRecord<String, byte[]> entry) {
        Header header = entry.headers().lastHeader(EventCodec.EVENT_HEADER);
        return header == null ? entry.value() : header.value();
    }

    private static String header(ConsumerRecord<String, byte[]> entry, String name) {
        Header header = entry.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
        logs.values().forEach(TopicLog::close);
    }
}
