package io.tollgate.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CompactedTopicsTest {

    private static final TopicPartition PARTITION = new TopicPartition("accounts.keys.v1", 0);

    private final CompactedTopics.Progress progress = new CompactedTopics.Progress();

    @Test
    void shouldNotBeReadBeforeItsEndIsKnown() {
        progress.applied(PARTITION, 10);
        assertThat(progress.caughtUp()).isFalse();
    }

    @Test
    void shouldBeReadOnceTheLastRecordIsApplied() {
        progress.start(Map.of(PARTITION, 3L));
        progress.applied(PARTITION, 1);
        assertThat(progress.caughtUp()).isFalse();
        progress.applied(PARTITION, 2);
        progress.applied(PARTITION, 0);
        assertThat(progress.caughtUp()).isTrue();
    }

    @Test
    void shouldBeReadAtOnceIfNothingIsThere() {
        progress.start(Map.of());
        assertThat(progress.caughtUp()).isTrue();
    }
}
