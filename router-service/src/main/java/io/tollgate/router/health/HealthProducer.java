package io.tollgate.router.health;

import io.tollgate.router.RouterConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one record of health that consumer and router share. */
@Singleton
class HealthProducer {

    @Produces
    @Singleton
    EndpointHealth health(RouterConfig config) {
        return new EndpointHealth(config.outageWindow());
    }
}
