package io.tollgate.router.catalogue;

import io.tollgate.router.outbox.OutboxRelay;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once a catalogue is in force and has been announced: from then on ingress can offer what the router can route. */
@Readiness
@ApplicationScoped
class CatalogueReadiness implements HealthCheck {

    private final CurrentCatalogue current;
    private final OutboxRelay relay;
    private volatile boolean announced;

    @Inject
    CatalogueReadiness(CurrentCatalogue current, OutboxRelay relay) {
        this.current = current;
        this.relay = relay;
    }

    @Override
    public HealthCheckResponse call() {
        // later imports are announced while the service is in use
        announced = announced || (current.state().isPresent() && relay.isIdle());
        return HealthCheckResponse.named("catalogue")
                .status(announced)
                .withData(
                        "revision",
                        current.state().map(CurrentCatalogue.State::revision).orElse(0L))
                .build();
    }
}
