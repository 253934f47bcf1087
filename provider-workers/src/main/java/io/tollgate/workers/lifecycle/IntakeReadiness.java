package io.tollgate.workers.lifecycle;

import io.tollgate.workers.attempt.RunningAttempts;
import io.tollgate.workers.dispatch.DispatchConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while requests are taken. */
@Readiness
@ApplicationScoped
public class IntakeReadiness implements HealthCheck {

    private final DispatchConsumer intake;
    private final RunningAttempts running;

    IntakeReadiness(DispatchConsumer intake, RunningAttempts running) {
        this.intake = intake;
        this.running = running;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("takes requests")
                .status(intake.isTaking())
                .withData("attempts", running.count())
                .build();
    }
}
