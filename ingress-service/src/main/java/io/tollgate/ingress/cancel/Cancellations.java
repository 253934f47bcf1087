package io.tollgate.ingress.cancel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.ReplyReaders;
import io.tollgate.livestate.ReplyRequest;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Stops requests: those that are cancelled, and those whose callers went away and did not come back anywhere. */
@ApplicationScoped
public class Cancellations {

    private static final Logger LOG = Logger.getLogger(Cancellations.class);
    private static final int ATTEMPTS = 5;
    private static final Duration BACK_OFF = Duration.ofMillis(200);
    /** Timers may fire a little early by Redis's clock. */
    private static final Duration MARGIN = Duration.ofMillis(20);

    private final Vertx vertx;
    private final Leases leases;
    private final ReplyReaders readers;
    private final Counter gone;

    Cancellations(Vertx vertx, Leases leases, ReplyReaders readers, MeterRegistry metrics) {
        this.vertx = vertx;
        this.leases = leases;
        this.readers = readers;
        this.gone = metrics.counter("tollgate.ingress.callers.gone");
    }

    /** A caller left before the end of its reply. If that is the request's wish, it is cancelled unless somebody reads it again in time. */
    public void callerGone(String requestId, ReplyRequest request) {
        gone.increment();
        Duration grace = request.cancelAfter();
        if (grace != null) {
            vertx.setTimer(grace.plus(MARGIN).toMillis(), fired -> cancelIfAlone(requestId, request.account()));
        }
    }

    /** Stops a request; harmless if it is over. */
    public Uni<Void> cancel(String requestId, String account) {
        return leases.cancel(account, requestId);
    }

    private void cancelIfAlone(String requestId, String account) {
        readers.isAbandoned(requestId)
                .chain(alone ->
                        alone ? cancel(requestId, account) : Uni.createFrom().voidItem())
                .onFailure()
                .retry()
                .withBackOff(BACK_OFF)
                .atMost(ATTEMPTS)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf("request %s cannot be cancelled: %s", requestId, failure.getMessage()));
    }
}
