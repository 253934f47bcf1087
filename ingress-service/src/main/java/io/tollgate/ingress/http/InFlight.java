package io.tollgate.ingress.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.tollgate.ingress.IngressConfig;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts inference requests in progress and refuses what is too much, before anything is spent on it. Thread-safe. */
@ApplicationScoped
public class InFlight {

    private static final Duration ELSEWHERE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final int limit;
    private final Duration acceptFor;
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean ending;

    InFlight(Vertx vertx, IngressConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.limit = config.http().maxInFlight();
        this.acceptFor = config.shutdown().acceptFor();
        metrics.gauge("tollgate.ingress.in_flight", running);
    }

    void start(@Observes StartupEvent event) {
        // made now, so that its gauge is there from the start on and not with the first request
    }

    /** Connections that are kept alive bring new requests as long as they are served, and then none of them would be the last. */
    void refuseSoon(@Observes ShutdownDelayInitiatedEvent end) {
        if (acceptFor.isPositive()) {
            vertx.setTimer(acceptFor.toMillis(), over -> ending = true);
        } else {
            ending = true;
        }
    }

    /**
     * Counts a request until it ends.
     *
     * @throws ApiException 503 if there are too many, or if this instance is about to end
     */
    public void enter(RoutingContext context) {
        if (ending) {
            throw new ApiException(ApiError.unavailable("this instance is about to end", ELSEWHERE));
        }
        if (running.incrementAndGet() > limit) {
            running.decrementAndGet();
            // spread, so that refused callers do not come back all at once
            Duration wait = Duration.ofSeconds(ThreadLocalRandom.current().nextLong(1, 4));
            throw new ApiException(ApiError.unavailable("too many requests at the moment", wait));
        }
        context.addEndHandler(end -> running.decrementAndGet());
    }
}
