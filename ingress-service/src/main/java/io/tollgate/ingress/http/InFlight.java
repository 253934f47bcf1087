package io.tollgate.ingress.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.ingress.IngressConfig;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts inference requests in progress and refuses what is too much, before anything is spent on it. Thread-safe. */
@ApplicationScoped
public class InFlight {

    private final int limit;
    private final AtomicInteger running = new AtomicInteger();

    InFlight(IngressConfig config, MeterRegistry metrics) {
        this.limit = config.http().maxInFlight();
        metrics.gauge("tollgate.ingress.in_flight", running);
    }

    /**
     * Counts a request until it ends.
     *
     * @throws ApiException 503 if there are too many
     */
    public void enter(RoutingContext context) {
        if (running.incrementAndGet() > limit) {
            running.decrementAndGet();
            // spread, so that refused callers do not come back all at once
            Duration wait = Duration.ofSeconds(ThreadLocalRandom.current().nextLong(1, 4));
            throw new ApiException(ApiError.unavailable("too many requests at the moment", wait));
        }
        context.addEndHandler(end -> running.decrementAndGet());
    }
}
