package io.tollgate.ingress.cancel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.livestate.Leases;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Cancels the requests of callers that went away, a moment after they did. */
@ApplicationScoped
public class Cancellations {

    private static final Logger LOG = Logger.getLogger(Cancellations.class);
    private static final int ATTEMPTS = 5;
    private static final Duration BACK_OFF = Duration.ofMillis(200);

    private final Vertx vertx;
    private final Leases leases;
    private final Duration grace;
    private final Counter gone;

    Cancellations(Vertx vertx, Leases leases, IngressConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.leases = leases;
        this.grace = config.reply().cancelGrace();
        this.gone = metrics.counter("tollgate.ingress.callers.gone");
    }

    /** The caller of a request is gone. */
    public void callerGone(String account, String requestId) {
        gone.increment();
        vertx.setTimer(
                Math.max(1, grace.toMillis()),
                fired -> leases.cancel(account, requestId)
                        .onFailure()
                        .retry()
                        .withBackOff(BACK_OFF)
                        .atMost(ATTEMPTS)
                        .subscribe()
                        .with(
                                done -> {},
                                failure -> LOG.warnf(
                                        "request %s cannot be cancelled: %s", requestId, failure.getMessage())));
    }
}
