package io.tollgate.localstack.deadletter;

import io.tollgate.contracts.Topic;
import io.tollgate.localstack.deadletter.DeadLetter.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The dead letters of all topics. Playing one again writes it to its topic as it first was and remembers, by a committed offset, that it
 * was played; consumers drop what they have already handled.
 */
public final class DeadLetterQueues {

    private static final String GROUP = "tollgate-dead-letter-replay";
    private static final String HEADER_PREFIX = "dead-letter-";
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers;

    public DeadLetterQueues(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** One line for each dead letter that was not played again yet. */
    public List<String> list() {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            return waiting(consumer).stream()
                    .map(DeadLetterQueues::read)
                    .map(letter -> "%s@%d  from %s-%d@%d  %d bytes  %s"
                            .formatted(
                                    letter.topic(),
                                    letter.offset(),
                                    letter.source().topic(),
                                    letter.source().partition(),
                                    letter.source().offset(),
                                    letter.bytes(),
                                    letter.reason()))
                    .toList();
        }
    }

    /** Plays every waiting dead letter again, in order; returns how many. */
    public int replay() {
        try (KafkaConsumer<String, byte[]> consumer = consumer();
                KafkaProducer<String, byte[]> producer = producer()) {
            int played = 0;
            for (ConsumerRecord<String, byte[]> entry : waiting(consumer)) {
                producer.send(original(entry)).get();
                consumer.commitSync(Map.of(
                        new TopicPartition(entry.topic(), entry.partition()),
                        new OffsetAndMetadata(entry.offset() + 1)));
                played++;
            }
            return played;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("Kafka did not take a dead letter back", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private ProducerRecord<String, byte[]> original(ConsumerRecord<String, byte[]> entry) {
        DeadLetter letter = read(entry);
        ConsumerRecord<String, byte[]> first = isReference(letter) ? fetch(letter.source()) : entry;
        ProducerRecord<String, byte[]> again =
                new ProducerRecord<>(letter.source().topic(), first.key(), first.value());
        for (Header header : first.headers()) {
            if (!header.key().startsWith(HEADER_PREFIX)) {
                again.headers().add(header);
            }
        }
        return again;
    }

    /** Topics with prompts leave the body where it is and only refer to it. */
    private static boolean isReference(DeadLetter letter) {
        return letter.bytes() == 0
                && (letter.source().topic().equals(Topic.REQUESTS.topicName())
                        || letter.source().topic().startsWith(Topic.DISPATCH.topicName()));
    }

    private ConsumerRecord<String, byte[]> fetch(Source source) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            TopicPartition partition = new TopicPartition(source.topic(), source.partition());
            consumer.assign(Set.of(partition));
            consumer.seek(partition, source.offset());
            return drain(consumer, Map.of(partition, source.offset() + 1)).stream()
                    .filter(entry -> entry.offset() == source.offset())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "The body at " + source + " is gone: prompts are kept for hours only."));
        }
    }

    private static List<ConsumerRecord<String, byte[]>> waiting(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.listTopics().keySet().stream()
                .filter(topic -> topic.endsWith(Topic.deadLettersOf("")))
                .map(topic -> new TopicPartition(topic, 0))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, OffsetAndMetadata> played = consumer.committed(Set.copyOf(partitions));
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata next = played.get(partition);
            consumer.seek(partition, next == null ? starts.getOrDefault(partition, 0L) : next.offset());
        }
        return drain(consumer, consumer.endOffsets(partitions));
    }

    private static List<ConsumerRecord<String, byte[]>> drain(
            KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(all::add);
        }
        return all;
    }

    private static DeadLetter read(ConsumerRecord<String, byte[]> entry) {
        Headers headers = entry.headers();
        String topic = text(headers, "topic")
                .orElse(entry.topic()
                        .substring(
                                0,
                                entry.topic().length() - Topic.deadLettersOf("").length()));
        Source source = new Source(
                topic,
                text(headers, "partition").map(Integer::parseInt).orElse(-1),
                text(headers, "offset").map(Long::parseLong).orElse(-1L));
        int bytes = entry.value() == null ? 0 : entry.value().length;
        return new DeadLetter(
                entry.topic(), entry.offset(), source, text(headers, "reason").orElse("unknown"), entry.key(), bytes);
    }

    private static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(HEADER_PREFIX + name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "group.id", GROUP, "enable.auto.commit", "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }
}
