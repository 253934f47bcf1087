package io.tollgate.bus;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The door through which records come to be worked on. When the process is asked to end, it closes before the database does: what was let in is
 * finished, and what comes then is never taken nor acknowledged, so that another process reads it. Thread-safe.
 */
@ApplicationScoped
public class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Duration finishWithin;
    private final AtomicInteger inWork = new AtomicInteger();
    private volatile boolean closed;

    Intake(BusConfig config) {
        this.finishWithin = config.finishWithin();
    }

    /** Does the work, unless the process ends: then it never begins, and what is returned never completes. */
    public <T> Uni<T> take(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            inWork.incrementAndGet();
            if (closed) {
                inWork.decrementAndGet();
                return Uni.createFrom().nothing();
            }
            return work.get().onTermination().invoke(inWork::decrementAndGet);
        });
    }

    /** Runs on the thread that shuts the process down, before connections are closed. */
    void close(@Observes @Priority(1) ShutdownEvent event) {
        close();
    }

    /** Lets nothing more in, and waits for what is in work, at most for the configured time. */
    void close() {
        closed = true;
        long deadline = System.nanoTime() + finishWithin.toNanos();
        while (inWork.get() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        if (inWork.get() > 0) {
            LOG.warnf("%d records or batches are left to whoever reads them next", inWork.get());
        }
    }
}
