package io.tollgate.localstack.books;

import io.tollgate.contracts.Topic;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.usage.UsageEvent;
import io.tollgate.contracts.usage.UsageRecorded;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The usage of every attempt as the topic has it: for each attempt the first in log order. */
final class RecordedUsage {

    private static final Duration POLL = Duration.ofMillis(200);

    private final EventCodec codec = new EventCodec("tollgate-audit", Clock.systemUTC());
    private final String bootstrapServers;

    RecordedUsage(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Reads the topic from its beginning to its present end. */
    Map<UUID, UsageRecorded> byAttempt() {
        Map<UUID, UsageRecorded> found = new LinkedHashMap<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.USAGE.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(POLL).forEach(entry -> add(entry, found));
            }
        }
        return found;
    }

    private void add(ConsumerRecord<String, byte[]> entry, Map<UUID, UsageRecorded> found) {
        Header type = entry.headers().lastHeader(EventCodec.TYPE_HEADER);
        if (type == null || entry.value() == null) {
            return;
        }
        UsageEvent event =
                codec.read(UsageEvent.class, new String(type.value(), StandardCharsets.UTF_8), entry.value());
        if (event instanceof UsageRecorded usage) {
            found.putIfAbsent(usage.attemptId(), usage);
        }
    }
}
