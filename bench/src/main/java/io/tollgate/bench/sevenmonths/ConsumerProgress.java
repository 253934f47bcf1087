package io.tollgate.bench.sevenmonths;

import io.tollgate.contracts.Topic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far the consumers of ledger and metering have read, by the offsets they committed after their databases. */
final class ConsumerProgress implements AutoCloseable {

    private static final List<Topic> TOPICS = List.of(Topic.HOLDS, Topic.USAGE, Topic.LEDGER);
    private static final Map<String, List<Topic>> READ_BY = Map.of(
            "ledger", List.of(Topic.HOLDS, Topic.USAGE),
            "metering.usage", List.of(Topic.USAGE),
            "metering.ledger", List.of(Topic.LEDGER));

    private final Admin admin;

    ConsumerProgress(String bootstrapServers) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /**
     * What was seen at one moment.
     *
     * @param behind records that some group has not acknowledged, by group and topic
     * @param ledgerEvents records that the ledger has published on {@code ledger.events.v1}
     */
    record Seen(Map<String, Long> behind, long ledgerEvents) {

        long mostBehind() {
            return behind.values().stream().mapToLong(Long::longValue).max().orElse(0);
        }
    }

    Seen look() {
        try {
            Map<TopicPartition, Long> ends = ends();
            Map<String, Long> behind = new TreeMap<>();
            for (Map.Entry<String, List<Topic>> group : READ_BY.entrySet()) {
                Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(group.getKey())
                        .partitionsToOffsetAndMetadata()
                        .get();
                for (Topic topic : group.getValue()) {
                    long lag = partitions(topic)
                            .mapToLong(each -> behind(ends.getOrDefault(each, 0L), read.get(each)))
                            .sum();
                    behind.put(group.getKey() + " " + topic.topicName(), lag);
                }
            }
            long ledgerEvents = partitions(Topic.LEDGER)
                    .mapToLong(each -> ends.getOrDefault(each, 0L))
                    .sum();
            return new Seen(behind, ledgerEvents);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("Kafka does not say how far consumers are", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking at the consumers", interrupted);
        }
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = TOPICS.stream()
                .flatMap(ConsumerProgress::partitions)
                .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
        return admin.listOffsets(wanted).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().offset()));
    }

    private static Stream<TopicPartition> partitions(Topic topic) {
        return IntStream.range(0, topic.partitions()).mapToObj(number -> new TopicPartition(topic.topicName(), number));
    }

    /** Not less than zero: a group may have read what came after the end was looked at, which makes up for no other partition. */
    private static long behind(long end, @Nullable OffsetAndMetadata read) {
        return read == null ? end : Math.max(0, end - read.offset());
    }

    @Override
    public void close() {
        admin.close();
    }
}
