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
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Cancels requests whose callers were left by a dead ingress and did not come back to another one. An ingress that lives cancels for its
 * own callers; this looks, now and then, at what runs for longer. A cancellation is harmless if it is repeated.
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
    private @Nullable RegularLook look;

    AbandonedReplies(RunningAttempts running, ReplyReaders readers, Leases leases, WorkersConfig config, Vertx vertx) {
        this.running = running;
        this.readers = readers;
        this.leases = leases;
        this.config = config.readers();
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        look = new RegularLook(vertx, config.checkEvery(), "replies that nobody reads", this::look);
    }

    private Uni<Void> look() {
        return Multi.createFrom()
                .iterable(running.routes())
                .onItem()
                .transformToUni(this::cancelIfAbandoned)
                .merge(AT_ONCE)
                .collect()
                .last();
    }

    private Uni<Void> cancelIfAbandoned(RouteAssigned route) {
        return readers.leftAlone(route.requestId(), config.grace()).chain(alone -> {
            if (!alone) {
                return Uni.createFrom().voidItem();
            }
            LOG.infof("nobody reads the reply to %s any more", route.requestId());
            return leases.cancel(route.account(), route.requestId());
        });
    }

    @PreDestroy
    void stop() {
        if (look != null) {
            look.stop();
        }
    }
}
