package io.tollgate.ingress.chat;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.tollgate.ingress.IngressConfig;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Notices that Kafka acknowledges nothing any more, so that callers are refused at once and not each after a time-out of its own. Once it is
 * silent one request at a time is let through, to find out when it is back.
 *
 * <p>Silence is a row of looks that all came on time: a process that stands still, or is too busy to look, hears nothing either, and that is
 * not Kafka's fault.
 */
@ApplicationScoped
class BusWatch {

    private static final Logger LOG = Logger.getLogger(BusWatch.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final long LATE_NANOS = LOOK.multipliedBy(13).dividedBy(10).toNanos();

    private final Set<UniEmitter<?>> waiting = ConcurrentHashMap.newKeySet();
    private final Vertx vertx;
    private final long looksUntilSilent;
    private volatile boolean heard;
    private volatile boolean silent;
    private long quietLooks;
    private long lastLookNanos;
    private long timer = -1;

    @Inject
    BusWatch(IngressConfig config, Vertx vertx) {
        this(Math.max(1, config.admission().busSilence().dividedBy(LOOK)), vertx);
    }

    BusWatch(long looksUntilSilent, Vertx vertx) {
        this.looksUntilSilent = looksUntilSilent;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(LOOK.toMillis(), ignored -> look(System.nanoTime()));
    }

    /** Whether a request would only wait in vain: Kafka is silent, and another request is finding out whether it still is. */
    boolean isSilent() {
        return silent && !waiting.isEmpty();
    }

    /** Publishes as the given step does; fails with {@link SilentBusException} as soon as Kafka counts as silent. */
    <T> Uni<T> watch(Uni<T> publishing) {
        return Uni.createFrom().emitter(emitter -> {
            waiting.add(emitter);
            publishing
                    .onTermination()
                    .invoke(() -> waiting.remove(emitter))
                    .subscribe()
                    .with(
                            acknowledged -> {
                                acknowledged();
                                emitter.complete(acknowledged);
                            },
                            emitter::fail);
        });
    }

    /** Kafka acknowledged something, of whatever request: nobody needs to find out whether it is back. */
    void acknowledged() {
        heard = true;
        if (silent) {
            silent = false;
            LOG.info("Kafka acknowledges again");
        }
    }

    /** Counts a look; from one thread. */
    void look(long nowNanos) {
        boolean onTime = nowNanos - lastLookNanos < LATE_NANOS;
        lastLookNanos = nowNanos;
        boolean quiet = onTime && !heard && !waiting.isEmpty();
        quietLooks = quiet ? quietLooks + 1 : 0;
        heard = false;
        if (quietLooks >= looksUntilSilent) {
            fallSilent();
        }
    }

    private void fallSilent() {
        if (!silent) {
            LOG.warnf("Kafka has acknowledged nothing for %d looks in a row; requests are refused", quietLooks);
        }
        silent = true;
        quietLooks = 0;
        waiting.removeIf(each -> {
            each.fail(new SilentBusException());
            return true;
        });
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }
}
