package io.tollgate.bus;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.DeclaredTopic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Declares topics as {@link DeclaredTopic} lists them. What exists is left as it is. Usable without a container:
 * {@link #connect(String)}.
 */
public class TopicDeclaration implements AutoCloseable {

    private final Admin admin;
    private final Optional<Short> replication;

    /**
     * @param admin closed by {@link #close}
     * @param replication copies of each partition; empty for the broker's default
     */
    public TopicDeclaration(Admin admin, Optional<Short> replication) {
        this.admin = admin;
        this.replication = replication;
    }

    /** A declaration on the given brokers. */
    public static TopicDeclaration connect(String bootstrapServers) {
        return connect(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** A declaration with the given client configuration; what concerns other clients in it is ignored. */
    public static TopicDeclaration connect(Map<String, Object> configuration) {
        Map<String, Object> known = new HashMap<>(configuration);
        known.keySet().retainAll(AdminClientConfig.configNames());
        known.put(AdminClientConfig.CLIENT_ID_CONFIG, "tollgate-topics");
        return new TopicDeclaration(Admin.create(known), Optional.empty());
    }

    /**
     * Declares every topic, and the dispatch topics of the given providers. Idempotent.
     *
     * @return the names of topics that did not exist before
     */
    public Uni<Set<String>> declareAll(Collection<String> providerSlugs) {
        return create(DeclaredTopic.all(providerSlugs));
    }

    /**
     * Declares the dispatch topics of providers that go live. Idempotent.
     *
     * @return the names of topics that did not exist before
     */
    public Uni<Set<String>> declareProviders(Collection<String> providerSlugs) {
        return create(DeclaredTopic.ofProviders(providerSlugs));
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    private NewTopic topic(DeclaredTopic declared) {
        return new NewTopic(declared.name(), Optional.of(declared.partitions()), replication)
                .configs(declared.configuration());
    }

    private Uni<Set<String>> create(List<DeclaredTopic> topics) {
        return Uni.createFrom().emitter(result -> {
            CreateTopicsResult created =
                    admin.createTopics(topics.stream().map(this::topic).toList());
            Set<String> names = new TreeSet<>();
            Uni<?> all = Uni.createFrom().voidItem();
            for (Map.Entry<String, KafkaFuture<Void>> topic : created.values().entrySet()) {
                all = all.chain(() -> outcome(topic.getValue()).invoke(isNew -> {
                    if (isNew) {
                        names.add(topic.getKey());
                    }
                }));
            }
            all.subscribe().with(done -> result.complete(Set.copyOf(names)), result::fail);
        });
    }

    private static Uni<Boolean> outcome(KafkaFuture<Void> creation) {
        CompletionStage<Void> stage = creation.toCompletionStage();
        return Uni.createFrom()
                .completionStage(stage)
                .map(done -> true)
                .onFailure(failure -> failure instanceof TopicExistsException
                        || Objects.requireNonNullElse(failure.getCause(), failure) instanceof TopicExistsException)
                .recoverWithItem(false);
    }
}
