package io.tollgate.workers.background;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Looks for something again and again, never twice at once. A look that fails is over; the next one comes in its time. Thread-safe. */
public final class RegularLook {

    private static final Logger LOG = Logger.getLogger(RegularLook.class);

    private final Vertx vertx;
    private final String sought;
    private final Supplier<Uni<Void>> look;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final long timer;

    /**
     * Begins.
     *
     * @param every from the beginning of one look to that of the next, if it is over by then
     * @param sought what is looked for, for the log
     */
    public RegularLook(Vertx vertx, Duration every, String sought, Supplier<Uni<Void>> look) {
        this.vertx = vertx;
        this.sought = sought;
        this.look = look;
        this.timer = vertx.setPeriodic(every.toMillis(), ignored -> look());
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            Uni.createFrom()
                    .deferred(look::get)
                    .onTermination()
                    .invoke(() -> looking.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("cannot look for %s now: %s", sought, failure));
        }
    }

    /** Ends; a look that has begun goes on to its end. */
    public void stop() {
        vertx.cancelTimer(timer);
    }
}
