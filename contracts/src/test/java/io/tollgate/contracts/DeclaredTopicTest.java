package io.tollgate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeclaredTopicTest {

    @Test
    void shouldListEveryTopicOnceWithItsDeadLetters() {
        List<DeclaredTopic> all = DeclaredTopic.all(List.of("openai", "groq"));

        assertThat(all)
                .extracting(DeclaredTopic::name)
                .doesNotHaveDuplicates()
                .doesNotContain(Topic.DISPATCH.topicName());
        assertThat(all).hasSize(2 * Topic.values().length - 1 + 2);
        assertThat(named("inference.dispatch.v1.groq", all).partitions()).isEqualTo(Topic.DISPATCH.partitions());
        for (Topic topic : Topic.values()) {
            DeclaredTopic deadLetters = named(Topic.deadLettersOf(topic.topicName()), all);
            assertThat(deadLetters.configuration().get("max.message.bytes"))
                    .isEqualTo(topic.configuration().get("max.message.bytes"));
            assertThat(deadLetters.configuration()).containsEntry("retention.ms", "2592000000");
        }
    }

    private static DeclaredTopic named(String name, List<DeclaredTopic> topics) {
        return topics.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldListTheTopicsOfProvidersAlone() {
        assertThat(DeclaredTopic.ofProviders(List.of("openai")))
                .extracting(DeclaredTopic::name)
                .containsExactly("inference.dispatch.v1.openai");
    }
}
