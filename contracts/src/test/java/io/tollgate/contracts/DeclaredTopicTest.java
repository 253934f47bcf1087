package io.tollgate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeclaredTopicTest {

    @Test
    void shouldListEveryTopicOnceWithItsDeadLetters() {
        Map<String, DeclaredTopic> all = DeclaredTopic.all(List.of("openai", "groq")).stream()
                .collect(Collectors.toMap(DeclaredTopic::name, Function.identity()));

        assertThat(all).hasSize(2 * Topic.values().length - 1 + 2);
        assertThat(all).doesNotContainKey(Topic.DISPATCH.topicName());
        assertThat(all.get("inference.dispatch.v1.groq").partitions()).isEqualTo(Topic.DISPATCH.partitions());
        for (Topic topic : Topic.values()) {
            DeclaredTopic deadLetters = all.get(Topic.deadLettersOf(topic.topicName()));
            assertThat(deadLetters.configuration().get("max.message.bytes"))
                    .isEqualTo(topic.configuration().get("max.message.bytes"));
            assertThat(deadLetters.configuration()).containsEntry("retention.ms", "2592000000");
        }
    }

    @Test
    void shouldListTheTopicsOfProvidersAlone() {
        assertThat(DeclaredTopic.ofProviders(List.of("openai")))
                .extracting(DeclaredTopic::name)
                .containsExactly("inference.dispatch.v1.openai");
    }
}
