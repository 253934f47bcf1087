package io.tollgate.workers.cancellation;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.ReplyReaders;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.attempt.RunningAttempts;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

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
    private final AtomicBoolean looking = new AtomicBoolean();
    private long timer = -1;

    AbandonedReplies(RunningAttempts running, ReplyReaders readers, Leases leases, WorkersConfig config, Vertx vertx) {
        this.running = running;
        this.readers = readers;
        this.leases = leases;
        this.config = config.readers();
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.checkEvery().toMillis(), ignored -> look());
    }

    private void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        Multi.createFrom()
                .iterable(running.routes())
                .onItem()
                .transformToUni(this::cancelIfAbandoned)
                .merge(AT_ONCE)
                .onTermination()
                .invoke(() -> looking.set(false))
                .collect()
                .last()
                .subscribe()
                .with(done -> {}, unreachable -> LOG.debug("Redis does not tell which replies are read"));
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
        vertx.cancelTimer(timer);
    }
}
