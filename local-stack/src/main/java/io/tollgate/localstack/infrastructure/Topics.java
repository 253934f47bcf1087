package io.tollgate.localstack.infrastructure;

import io.tollgate.contracts.DeclaredTopic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** Declares the topics, because brokers create none by themselves. Harmless to repeat. */
public final class Topics {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private Topics() {}

    /**
     * Declares every topic, its dead letters, and a dispatch topic for each provider, with as many replicas as the cluster gives by default.
     *
     * @param providers slugs of the providers that may be routed to
     */
    public static void declare(String bootstrapServers, Collection<String> providers) {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis()))) {
            Set<String> existing = admin.listTopics().names().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            List<NewTopic> missing = DeclaredTopic.all(providers).stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .map(Topics::missing)
                    .toList();
            admin.createTopics(missing).all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("cannot declare the topics at " + bootstrapServers, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while declaring topics", interrupted);
        }
    }

    private static NewTopic missing(DeclaredTopic topic) {
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                .configs(topic.configuration());
    }
}
