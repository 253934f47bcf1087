package io.tollgate.simulator.oracle;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while calls cannot be recorded. */
@Readiness
@ApplicationScoped
class OracleHealth implements HealthCheck {

    private final Oracle oracle;

    OracleHealth(Oracle oracle) {
        this.oracle = oracle;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("record is writable")
                .status(oracle.writable())
                .build();
    }
}
