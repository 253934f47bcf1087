package io.tollgate.router.catalogue;

import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.price.PriceVersion;
import java.util.List;
import java.util.Set;

/**
 * What the database says was stated.
 *
 * @param disabled slugs of the providers that operators switched off
 * @param newestPrices newest revision that added a price version; 0 if there is none
 */
record StoredCatalogue(
        List<ModelStated> models,
        List<ProviderStated> providers,
        List<EndpointStated> endpoints,
        List<PriceVersion> prices,
        Set<String> disabled,
        long newestPrices) {

    /** The newest revision of any statement or price version; 0 if there is none. */
    long revision() {
        long revision = newestPrices;
        for (ModelStated model : models) {
            revision = Math.max(revision, model.revision());
        }
        for (ProviderStated provider : providers) {
            revision = Math.max(revision, provider.revision());
        }
        for (EndpointStated endpoint : endpoints) {
            revision = Math.max(revision, endpoint.revision());
        }
        return revision;
    }
}
