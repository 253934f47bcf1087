package io.tollgate.workers.lifecycle;

import io.quarkus.runtime.ShutdownEvent;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.attempt.RunningAttempts;
import io.tollgate.workers.dispatch.DispatchConsumer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Stops the process without losing anything: takes no more records, finishes the attempts in work for a while, and leaves the rest to
 * recovery by others, whose leases run out.
 */
@ApplicationScoped
public class OrderlyStop {

    private static final Logger LOG = Logger.getLogger(OrderlyStop.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final DispatchConsumer intake;
    private final RunningAttempts running;
    private final WorkersConfig config;

    OrderlyStop(DispatchConsumer intake, RunningAttempts running, WorkersConfig config) {
        this.intake = intake;
        this.running = running;
        this.config = config;
    }

    /** Runs on the thread that shuts the process down, before the connections are closed. */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stop();
    }

    /** Takes nothing more and waits, at most for the configured time, until what was begun is finished. */
    public void stop() {
        intake.stopTaking();
        long deadline = System.nanoTime() + config.shutdownGrace().toNanos();
        while (running.count() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        if (running.count() > 0) {
            LOG.warnf("%d attempts are left to recovery", running.count());
        }
    }
}
