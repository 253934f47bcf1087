package io.tollgate.ingress.chat;

import io.quarkus.runtime.StartupEvent;
import io.tollgate.bus.ClaimCheck;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Removes bodies that have expired. */
@ApplicationScoped
public class BodyPurge {

    private static final Logger LOG = Logger.getLogger(BodyPurge.class);
    private static final Duration EVERY = Duration.ofMinutes(2);

    private final ClaimCheck claimCheck;
    private final Vertx vertx;

    BodyPurge(ClaimCheck claimCheck, Vertx vertx) {
        this.claimCheck = claimCheck;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(
                EVERY.toMillis(),
                tick -> claimCheck
                        .purge()
                        .subscribe()
                        .with(
                                removed -> LOG.debugf("%d expired bodies removed", removed),
                                failure -> LOG.warnf("expired bodies cannot be removed: %s", failure.getMessage())));
    }
}
