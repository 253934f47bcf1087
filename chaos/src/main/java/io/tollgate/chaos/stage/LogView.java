package io.tollgate.chaos.stage;

import io.tollgate.contracts.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka from outside: what consumers have not read, dead letters, records played again. */
public final class LogView {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Consumer groups that must have read everything when the system is quiet, and what they read. */
    private static final Map<String, List<Topic>> GROUPS = Map.of(
            "router", List.of(Topic.REQUESTS),
            "provider-workers", List.of(Topic.DISPATCH),
            "ledger", List.of(Topic.USAGE, Topic.HOLDS),
            "metering.usage", List.of(Topic.USAGE),
            "metering.ledger", List.of(Topic.LEDGER));

    private final String bootstrapServers;

    LogView(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Whether the broker serves clients. */
    public boolean isServing() {
        try (Admin admin = admin()) {
            return !get(admin.describeCluster().nodes()).isEmpty();
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    /** What is not read yet, by consumer group; words for people, empty if everything is. */
    public String lag() {
        try (Admin admin = admin()) {
            Map<String, Long> lag = new HashMap<>();
            for (Map.Entry<String, List<Topic>> group : GROUPS.entrySet()) {
                long behind = lag(admin, group.getKey(), group.getValue());
                if (behind > 0) {
                    lag.put(group.getKey(), behind);
                }
            }
            return lag.isEmpty() ? "" : "unread " + lag;
        }
    }

    private static long lag(Admin admin, String group, List<Topic> topics) {
        Set<TopicPartition> partitions = partitions(admin, topics);
        Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> begins = offsets(admin, partitions, OffsetSpec.earliest());
        Map<TopicPartition, OffsetAndMetadata> read =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        long behind = 0;
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata next = read.get(partition);
            long at = next == null ? begins.getOrDefault(partition, 0L) : next.offset();
            behind += Math.max(0, ends.getOrDefault(partition, 0L) - at);
        }
        return behind;
    }

    private static Set<TopicPartition> partitions(Admin admin, List<Topic> topics) {
        Set<String> names = get(admin.listTopics().names()).stream()
                .filter(name -> !name.endsWith(Topic.deadLettersOf("")))
                .filter(name -> topics.stream().anyMatch(topic -> carries(topic, name)))
                .collect(Collectors.toSet());
        Set<TopicPartition> partitions = new HashSet<>();
        get(admin.describeTopics(names).allTopicNames())
                .forEach((name, topic) ->
                        topic.partitions().forEach(part -> partitions.add(new TopicPartition(name, part.partition()))));
        return partitions;
    }

    private static boolean carries(Topic topic, String name) {
        return topic == Topic.DISPATCH ? name.startsWith(topic.topicName() + ".") : name.equals(topic.topicName());
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, Set<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        get(admin.listOffsets(partitions.stream().collect(Collectors.toMap(each -> each, each -> which)))
                        .all())
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** Dead letters so far, of all topics. */
    public long deadLetters() {
        try (Admin admin = admin()) {
            Set<TopicPartition> partitions = get(admin.listTopics().names()).stream()
                    .filter(name -> name.endsWith(Topic.deadLettersOf("")))
                    .map(name -> new TopicPartition(name, 0))
                    .collect(Collectors.toSet());
            return offsets(admin, partitions, OffsetSpec.latest()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /**
     * Makes a group that nobody is in read the newest records once more.
     *
     * @param back how many of each partition
     * @return how many in all
     */
    public long rewind(String group, long back) {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetAndMetadata> read =
                    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            Map<TopicPartition, Long> begins = offsets(admin, read.keySet(), OffsetSpec.earliest());
            Map<TopicPartition, OffsetAndMetadata> earlier = new HashMap<>();
            long rewound = 0;
            for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : read.entrySet()) {
                long at = Math.max(
                        begins.getOrDefault(entry.getKey(), 0L),
                        entry.getValue().offset() - back);
                rewound += entry.getValue().offset() - at;
                earlier.put(entry.getKey(), new OffsetAndMetadata(at));
            }
            get(admin.alterConsumerGroupOffsets(group, earlier).all());
            return rewound;
        }
    }

    /** Whether a group has no members. */
    public boolean isEmpty(String group) {
        try (Admin admin = admin()) {
            return get(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
                    .allMatch(each -> each.members().isEmpty());
        }
    }

    /** All records now on a topic. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(POLL).forEach(all::add);
            }
            return all;
        }
    }

    /** Publishes records and waits until Kafka has them. */
    public void publish(List<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<java.util.concurrent.Future<?>> sent = new ArrayList<>();
            records.forEach(entry -> sent.add(producer.send(entry)));
            for (java.util.concurrent.Future<?> each : sent) {
                each.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("Kafka did not take the records", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits until the broker answers. */
    public void awaitReady() {
        try (Admin admin = admin()) {
            get(admin.listTopics().names());
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers, "default.api.timeout.ms", "60000"));
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get(TIMEOUT.toMillis() * 6, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("Kafka does not answer", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
