package io.tollgate.ledger.background;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Work that is done again and again, never twice at once: after each pause, and at once when somebody {@link #wake wakes} it. A failure
 * is logged and the work goes on after the pause.
 */
public final class RepeatingWork {

    private static final Logger LOG = Logger.getLogger(RepeatingWork.class);

    private final String name;
    private final Context context;
    private final Duration pause;
    private final Supplier<Uni<Boolean>> work;

    // all fields below are touched on the context alone
    private boolean running;
    private boolean again;
    private boolean stopped;
    private long timer = -1;

    /**
     * @param pause between two rounds when nobody wakes the work
     * @param work one round; {@code true} asks for the next at once, because there is more to do
     */
    public RepeatingWork(String name, Vertx vertx, Duration pause, Supplier<Uni<Boolean>> work) {
        this.name = name;
        this.context = vertx.getOrCreateContext();
        this.pause = pause;
        this.work = work;
    }

    /** Starts the work, or its next round if it waits. Any thread. */
    public void wake() {
        context.runOnContext(ignored -> {
            if (running) {
                again = true;
            } else if (!stopped) {
                round();
            }
        });
    }

    /** Ends the work after its present round. Any thread. */
    public void stop() {
        context.runOnContext(ignored -> {
            stopped = true;
            context.owner().cancelTimer(timer);
        });
    }

    private void round() {
        running = true;
        again = false;
        context.owner().cancelTimer(timer);
        Uni.createFrom()
                .deferred(work::get)
                .subscribe()
                .with(more -> context.runOnContext(ignored -> next(more)), failure -> {
                    LOG.warnf(failure, "%s failed, next try in %s", name, pause);
                    context.runOnContext(ignored -> {
                        again = false;
                        next(false);
                    });
                });
    }

    private void next(boolean more) {
        running = false;
        if (stopped) {
            return;
        }
        if (more || again) {
            context.runOnContext(ignored -> {
                if (!running && !stopped) {
                    round();
                }
            });
        } else {
            timer = context.owner()
                    .setTimer(
                            pause.toMillis(),
                            fired -> context.runOnContext(ignored -> {
                                if (!running && !stopped) {
                                    round();
                                }
                            }));
        }
    }
}
