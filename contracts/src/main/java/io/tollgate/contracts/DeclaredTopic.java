package io.tollgate.contracts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A topic as it is to be declared; brokers create none by themselves. Whoever declares topics takes the list from here.
 *
 * @param configuration Kafka's own names of topic settings
 */
public record DeclaredTopic(String name, int partitions, Map<String, String> configuration) {

    private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);
    private static final String MAX_BYTES = "max.message.bytes";

    public DeclaredTopic {
        configuration = Map.copyOf(configuration);
    }

    /**
     * Every topic with its dead letters, and the dispatch topics of the given providers.
     *
     * @param providers slugs of the providers that may be routed to
     */
    public static List<DeclaredTopic> all(Collection<String> providers) {
        List<DeclaredTopic> topics = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            if (topic != Topic.DISPATCH) {
                topics.add(of(topic, topic.topicName()));
            }
            topics.add(deadLettersOf(topic));
        }
        topics.addAll(ofProviders(providers));
        return topics;
    }

    /** The dispatch topics of the given providers. */
    public static List<DeclaredTopic> ofProviders(Collection<String> providers) {
        return providers.stream()
                .map(provider -> of(Topic.DISPATCH, Topic.forProvider(provider)))
                .toList();
    }

    private static DeclaredTopic of(Topic topic, String name) {
        return new DeclaredTopic(name, topic.partitions(), topic.configuration());
    }

    /** A dead letter holds the original bytes, so it may be as large as those. */
    private static DeclaredTopic deadLettersOf(Topic topic) {
        return new DeclaredTopic(
                Topic.deadLettersOf(topic.topicName()),
                1,
                Map.of(
                        "retention.ms",
                        Long.toString(DEAD_LETTER_RETENTION.toMillis()),
                        MAX_BYTES,
                        topic.configuration().getOrDefault(MAX_BYTES, "1572864")));
    }
}
