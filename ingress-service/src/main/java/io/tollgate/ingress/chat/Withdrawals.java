package io.tollgate.ingress.chat;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.tollgate.bus.EventPublisher;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.Leases;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Takes back requests whose acceptance failed. A hold is voided only if nobody works on its request, and is closed in the log as soon as
 * it is void, however long Redis or Kafka may be away: both are tried again until they answer.
 */
@ApplicationScoped
public class Withdrawals {

    private static final Logger LOG = Logger.getLogger(Withdrawals.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final CreditHolds credit;
    private final Leases leases;
    private final EventPublisher publisher;
    private final BusWatch bus;
    private final Vertx vertx;
    private final Clock clock;
    private final Duration pause;
    private final AtomicInteger open = new AtomicInteger();

    Withdrawals(
            CreditHolds credit,
            Leases leases,
            EventPublisher publisher,
            BusWatch bus,
            Vertx vertx,
            Clock clock,
            IngressConfig config,
            MeterRegistry metrics) {
        this.credit = credit;
        this.leases = leases;
        this.publisher = publisher;
        this.bus = bus;
        this.vertx = vertx;
        this.clock = clock;
        this.pause = config.admission().closeRetry();
        metrics.gauge("tollgate.ingress.withdrawals.open", open);
    }

    /**
     * Takes a request back. Emits whether it is void: false means that somebody works on it and it must be served. Fails if that cannot be
     * found out now; it is then found out later, and the caller of the API must not be served. Whoever works on it by then is told to stop.
     */
    Uni<Boolean> withdraw(Draft draft) {
        return credit.voidIfUnclaimed(draft.account(), draft.requestId())
                .invoke(isVoid -> {
                    if (isVoid) {
                        close(draft);
                    }
                })
                .onFailure()
                .invoke(failure -> later(draft));
    }

    private void later(Draft draft) {
        LOG.warnf("request %s cannot be taken back yet", draft.requestId());
        vertx.setTimer(
                Math.max(1, pause.toMillis()),
                fired -> withdraw(draft)
                        .chain(isVoid -> isVoid
                                ? Uni.createFrom().voidItem()
                                : leases.cancel(draft.account(), draft.requestId()))
                        .subscribe()
                        .with(
                                done -> {},
                                failure -> LOG.debugf(failure, "request %s is still open", draft.requestId())));
    }

    private void close(Draft draft) {
        RequestClosed closed = draft.refused(clock.instant());
        open.incrementAndGet();
        publisher
                .publish(closed)
                .onFailure()
                .retry()
                .withBackOff(pause, LONGEST_PAUSE)
                .indefinitely()
                .onTermination()
                .invoke(() -> open.decrementAndGet())
                .subscribe()
                .with(
                        done -> {
                            bus.acknowledged();
                            LOG.infof("request %s was refused and closed", draft.requestId());
                        },
                        failure -> LOG.errorf(failure, "request %s cannot be closed", draft.requestId()));
    }
}
