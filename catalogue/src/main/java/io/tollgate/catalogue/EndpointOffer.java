package io.tollgate.catalogue;

import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.price.PriceVersion;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that may serve a request.
 *
 * @param prices the unit prices in force when the request was accepted
 */
public record EndpointOffer(EndpointStated endpoint, ModelStated model, ProviderStated provider, PriceVersion prices) {

    /** Whether the simulator answers in the provider's place. */
    public boolean simulated() {
        return !provider.live();
    }

    /** Whether it is of a service tier beside the ordinary one; of none, if none is named. */
    public boolean isOfTier(@Nullable String tier) {
        return tier != null && tier.equals(endpoint.tier());
    }

    /** Whether a name in the caller's preferences means this endpoint: {@code provider} or {@code provider/tier}. */
    public boolean isNamed(String name) {
        return name.equals(provider.slug())
                || (endpoint.tier() != null && name.equals(provider.slug() + "/" + endpoint.tier()));
    }
}
