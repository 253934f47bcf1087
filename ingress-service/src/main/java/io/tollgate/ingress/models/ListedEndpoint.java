package io.tollgate.ingress.models;

import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.price.PriceVersion;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint with what is shown of it.
 *
 * @param prices in force now, else the next ones; absent if it has none
 * @param callable whether a request can be sent there
 */
record ListedEndpoint(
        ModelStated model,
        EndpointStated endpoint,
        ProviderStated provider,
        @Nullable PriceVersion prices,
        boolean callable) {

    /** The provider, and the tier if there is one: what callers name in their preferences. */
    String tag() {
        return endpoint.tier() == null ? provider.slug() : provider.slug() + "/" + endpoint.tier();
    }

    boolean simulated() {
        return !provider.live();
    }
}
