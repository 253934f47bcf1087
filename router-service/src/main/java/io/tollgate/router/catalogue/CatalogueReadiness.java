package io.tollgate.router.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once a catalogue is in force. */
@Readiness
@ApplicationScoped
class CatalogueReadiness implements HealthCheck {

    private final CurrentCatalogue current;

    @Inject
    CatalogueReadiness(CurrentCatalogue current) {
        this.current = current;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("catalogue")
                .status(current.state().isPresent())
                .withData(
                        "revision",
                        current.state().map(CurrentCatalogue.State::revision).orElse(0L))
                .build();
    }
}
