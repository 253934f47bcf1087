package io.tollgate.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;

class PersistentCommitsTest {

    private static final TopicPartition KEPT = new TopicPartition("usage", 0);
    private static final TopicPartition LOST = new TopicPartition("usage", 1);

    private final Set<TopicPartition> assigned = new HashSet<>(Set.of(KEPT, LOST));
    private final List<Map<TopicPartition, OffsetAndMetadata>> tried = new ArrayList<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private int refusals;

    private final KafkaConsumer<?, ?> consumer = PersistentCommits.of(groupMember());

    @Test
    void shouldCommitAgainWhatWasRefused() {
        refusals = 2;
        commit(Map.of(KEPT, new OffsetAndMetadata(7)));
        assertThat(committed).containsExactly(Map.entry(KEPT, 7L));
        assertThat(tried).hasSize(3);
    }

    @Test
    void shouldLeaveAPartitionToWhoReadsItNow() {
        refusals = 1;
        Uni<Void> commit = consumer.commit(Map.of(KEPT, new OffsetAndMetadata(7), LOST, new OffsetAndMetadata(3)));
        commit.onSubscription().invoke(() -> assigned.remove(LOST)).await().atMost(Duration.ofSeconds(10));
        assertThat(committed).containsExactly(Map.entry(KEPT, 7L));
    }

    @Test
    void shouldNeverCommitAnEarlierOffsetAfterALaterOne() {
        refusals = 1;
        Uni<Void> earlier = consumer.commit(Map.of(KEPT, new OffsetAndMetadata(7)));
        Uni<Void> later = consumer.commit(Map.of(KEPT, new OffsetAndMetadata(9)));
        Uni.join().all(earlier, later).andFailFast().await().atMost(Duration.ofSeconds(10));
        assertThat(committed).containsExactly(Map.entry(KEPT, 9L));
    }

    @Test
    void shouldCommitNothingTwice() {
        commit(Map.of(KEPT, new OffsetAndMetadata(7)));
        commit(Map.of(LOST, new OffsetAndMetadata(3)));
        assertThat(tried).last().isEqualTo(Map.of(LOST, new OffsetAndMetadata(3)));
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        consumer.commit(offsets).await().atMost(Duration.ofSeconds(10));
    }

    /** A member of a group that refuses commits at first, as the client does while its group rebalances. */
    private KafkaConsumer<?, ?> groupMember() {
        return (KafkaConsumer<?, ?>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {KafkaConsumer.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAssignments" -> Uni.createFrom().item(() -> Set.copyOf(assigned));
                    case "commit" -> Uni.createFrom().deferred(() -> take(arguments[0]));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @SuppressWarnings("unchecked") // the one parameter of KafkaConsumer.commit
    private synchronized Uni<Void> take(Object argument) {
        Map<TopicPartition, OffsetAndMetadata> offsets = (Map<TopicPartition, OffsetAndMetadata>) argument;
        tried.add(offsets);
        if (refusals-- > 0) {
            return Uni.createFrom().failure(new RebalanceInProgressException());
        }
        offsets.forEach((partition, next) -> committed.put(partition, next.offset()));
        return Uni.createFrom().voidItem();
    }
}
