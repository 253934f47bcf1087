package io.tollgate.localstack.books;

import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.codec.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning to its present end. */
final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final EventCodec codec = new EventCodec("tollgate-audit", Clock.systemUTC());
    private final String bootstrapServers;

    TopicReader(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Every event of a topic, in the order of each partition; what cannot be read is passed over, as its consumers put it aside. */
    <E extends Event> void each(Topic topic, Class<E> events, Consumer<E> reader) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(POLL).forEach(entry -> read(entry, events).ifPresent(reader));
            }
        }
    }

    private <E extends Event> Optional<E> read(ConsumerRecord<String, byte[]> entry, Class<E> events) {
        Header type = entry.headers().lastHeader(EventCodec.TYPE_HEADER);
        if (type == null || entry.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.read(events, new String(type.value(), StandardCharsets.UTF_8), entry.value()));
        } catch (UnreadableEventException deadLetter) {
            return Optional.empty();
        }
    }
}
