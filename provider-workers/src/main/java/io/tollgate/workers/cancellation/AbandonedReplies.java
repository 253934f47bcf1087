package io.tollgate.workers.cancellation;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.ReplyReaders;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.attempt.RunningAttempts;
import io.tollgate.workers.background.RegularLook;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Cancels requests whose callers were left by an ingress that died or ended, and did not come back to another one in the time that the
 * request gives them. An ingress that lives does so for its own callers; both may, because a cancellation is harmless if it is repeated.
 */
@ApplicationScoped
public class AbandonedReplies {

    private static final Logger LOG = Logger.getLogger(AbandonedReplies.class);
    private static final int AT_ONCE = 16;

    private final RunningAttempts running;
    private final ReplyReaders readers;
    private final Leases leases;
    private final WorkersConfig.ReaderConfig config;
    private final Vertx vertx;
    private final Clock clock;
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private @Nullable RegularLook look;

    AbandonedReplies(
            RunningAttempts running,
            ReplyReaders readers,
            Leases leases,
            WorkersConfig config,
            Vertx vertx,
            Clock clock) {
        this.running = running;
        this.readers = readers;
        this.leases = leases;
        this.config = config.readers();
        this.vertx = vertx;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        look = new RegularLook(vertx, config.checkEvery(), "replies that nobody reads", this::look);
    }

    private Uni<Void> look() {
        return Multi.createFrom()
                .iterable(inQuestion())
                .onItem()
                .transformToUni(this::cancelIfAbandoned)
                .merge(AT_ONCE)
                .collect()
                .last();
    }

    /** No reader of a younger request can have been silent for long enough. */
    private List<RouteAssigned> inQuestion() {
        List<RouteAssigned> routes = running.routes();
        cancelled.retainAll(
                routes.stream().map(RouteAssigned::requestId).collect(Collectors.toCollection(HashSet::new)));
        Instant youngest = clock.instant().minus(ReplyReaders.SILENT);
        return routes.stream()
                .filter(route -> route.acceptedAt().isBefore(youngest) && !cancelled.contains(route.requestId()))
                .toList();
    }

    private Uni<Void> cancelIfAbandoned(RouteAssigned route) {
        return readers.isAbandoned(route.requestId())
                .chain(abandoned -> abandoned ? cancel(route) : Uni.createFrom().voidItem());
    }

    private Uni<Void> cancel(RouteAssigned route) {
        LOG.infof("nobody reads the reply to %s any more", route.requestId());
        return leases.cancel(route.account(), route.requestId()).invoke(() -> cancelled.add(route.requestId()));
    }

    @PreDestroy
    void stop() {
        if (look != null) {
            look.stop();
        }
    }
}
