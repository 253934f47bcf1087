package io.tollgate.workers.takeover;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.livestate.Leases;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.assignment.Assignment;
import io.tollgate.workers.background.RegularLook;
import io.tollgate.workers.dispatch.ClaimDesk;
import io.tollgate.workers.dispatch.DispatchConsumer;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks for leases that ran out, reads their dispatch records again and takes them up. Every worker looks; whoever claims first
 * recovers, the others find the lease held or finished.
 */
@ApplicationScoped
public class LeaseWatch {

    private static final Logger LOG = Logger.getLogger(LeaseWatch.class);

    private final Leases leases;
    private final DispatchLog log;
    private final ClaimDesk desk;
    private final DispatchConsumer intake;
    private final WorkersConfig.RecoveryConfig config;
    private final Vertx vertx;
    private final Set<Leases.Expired> inWork = ConcurrentHashMap.newKeySet();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private @Nullable RegularLook look;
    private volatile boolean blind;
    private volatile long notBeforeNanos = System.nanoTime();

    LeaseWatch(
            Leases leases,
            DispatchLog log,
            ClaimDesk desk,
            DispatchConsumer intake,
            WorkersConfig config,
            Vertx vertx) {
        this.leases = leases;
        this.log = log;
        this.desk = desk;
        this.intake = intake;
        this.config = config.recovery();
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        look = new RegularLook(vertx, config.checkEvery(), "leases that ran out", this::look);
    }

    private Uni<Void> look() {
        if (!intake.isTaking()) {
            return Uni.createFrom().voidItem();
        }
        return leases.expired(config.batch())
                .onFailure()
                .invoke(unreachable -> blind = true)
                .invoke(this::takeUpInTurn)
                .replaceWithVoid();
    }

    /** While Redis was away nobody could renew: when it is back, those who still work have their turn first. */
    private void takeUpInTurn(List<Leases.Expired> expired) {
        long now = System.nanoTime();
        if (blind) {
            blind = false;
            notBeforeNanos = now + config.renewEvery().multipliedBy(2).toNanos();
        }
        if (now - notBeforeNanos >= 0) {
            takeUp(expired);
        }
    }

    private void takeUp(List<Leases.Expired> expired) {
        Multi.createFrom()
                .iterable(expired)
                .filter(lease -> !gone.contains(lease.requestId()))
                .onItem()
                .transformToUni(this::takeUp)
                .merge(config.batch())
                .subscribe()
                .with(done -> {});
    }

    private Uni<Void> takeUp(Leases.Expired lease) {
        Leases.Expired place =
                new Leases.Expired(lease.account(), lease.requestId(), lease.attempt(), lease.position(), 0);
        if (!inWork.add(place)) {
            return Uni.createFrom().voidItem();
        }
        return log.read(lease.position())
                .chain(found -> found.isPresent() ? Uni.createFrom().item(found) : withoutRecord(lease))
                .chain(found -> found.isPresent()
                        ? desk.take(found.get()).replaceWithVoid()
                        : Uni.createFrom().voidItem().invoke(() -> giveUp(lease)))
                .onFailure()
                .invoke(failure -> LOG.warnf("%s is not recovered yet: %s", lease.requestId(), failure.toString()))
                .onFailure()
                .recoverWithNull()
                .onTermination()
                .invoke(() -> inWork.remove(place));
    }

    /** The record has left Kafka, after hours without any worker: the lease knows enough to end the request. */
    private Uni<Optional<Assignment>> withoutRecord(Leases.Expired lease) {
        LOG.warnf("%s is ended without its record at %s", lease.requestId(), lease.position());
        return leases.route(lease.account(), lease.requestId())
                .map(route -> route.map(text -> Assignment.withoutBody(text, lease.position())));
    }

    private void giveUp(Leases.Expired lease) {
        gone.add(lease.requestId());
        LOG.errorf(
                "%s cannot be recovered: its record at %s is gone, and its lease tells nothing",
                lease.requestId(), lease.position());
    }

    @PreDestroy
    void stop() {
        if (look != null) {
            look.stop();
        }
    }
}
