package io.tollgate.ledger.balance;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tollgate.contracts.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Where the log ends now. */
@ApplicationScoped
class LogEnds {

    private static final long TIMEOUT_SECONDS = 10;

    private final Map<String, Object> kafka;

    @Inject
    LogEnds(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /**
     * The end offset of each partition that holds anything.
     *
     * @return by topic and partition; fails if Kafka does not answer
     */
    Uni<Map<String, Map<Integer, Long>>> now(List<Topic> topics) {
        return Uni.createFrom().item(() -> read(topics)).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Map<String, Map<Integer, Long>> read(List<Topic> topics) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "ledger-rebuild");
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.topicName(), partition)))
                .toList();
        try (Admin admin = Admin.create(settings)) {
            Map<TopicPartition, Long> first = offsets(admin, partitions, OffsetSpec.earliest());
            Map<TopicPartition, Long> end = offsets(admin, partitions, OffsetSpec.latest());
            return partitions.stream()
                    .filter(partition -> end.getOrDefault(partition, 0L) > first.getOrDefault(partition, 0L))
                    .collect(Collectors.groupingBy(
                            TopicPartition::topic,
                            Collectors.toMap(TopicPartition::partition, partition -> end.getOrDefault(partition, 0L))));
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("cannot learn where the log ends", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking where the log ends", interrupted);
        }
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                admin.listOffsets(wanted).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().offset()));
    }
}
