package io.tollgate.workers.cancellation;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.subscription.Cancellable;
import io.tollgate.livestate.Leases;
import io.tollgate.workers.attempt.RunningAttempts;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears at once of callers that went away. What it misses while Redis is away, the next renewal of the lease tells; a repeat is
 * harmless.
 */
@ApplicationScoped
public class CancellationListener {

    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);

    private final Leases leases;
    private final RunningAttempts running;
    private @Nullable Cancellable subscription;

    CancellationListener(Leases leases, RunningAttempts running) {
        this.leases = leases;
        this.running = running;
    }

    void start(@Observes StartupEvent event) {
        subscription = leases.cancellations()
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely()
                .subscribe()
                .with(running::cancel);
    }

    @PreDestroy
    void stop() {
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
