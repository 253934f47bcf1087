package io.tollgate.catalogue;

import io.tollgate.contracts.catalogue.CatalogueEvent;
import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.price.PriceVersion;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts a catalogue together from its statements, in whatever order they come: a stale statement never replaces a newer one and a
 * price version is never replaced at all. A snapshot takes some milliseconds to make, so make one for many statements. Not
 * thread-safe.
 */
public final class CatalogueAssembly {

    private final Map<String, ModelStated> models = new HashMap<>();
    private final Map<String, ProviderStated> providers = new HashMap<>();
    private final Map<String, EndpointStated> endpoints = new HashMap<>();
    private final Map<String, PriceVersion> prices = new HashMap<>();

    /** Takes up a statement. */
    public CatalogueAssembly apply(CatalogueEvent event) {
        switch (event) {
            case ModelStated model ->
                models.merge(model.id(), model, (old, now) -> now.revision() >= old.revision() ? now : old);
            case ProviderStated provider ->
                providers.merge(provider.slug(), provider, (old, now) -> now.revision() >= old.revision() ? now : old);
            case EndpointStated endpoint ->
                endpoints.merge(endpoint.id(), endpoint, (old, now) -> now.revision() >= old.revision() ? now : old);
        }
        return this;
    }

    /** Takes up a price version; the first one of an id stays. */
    public CatalogueAssembly apply(PriceVersion version) {
        prices.putIfAbsent(version.id(), version);
        return this;
    }

    /** All that was taken up so far. */
    public CatalogueSnapshot snapshot() {
        return new CatalogueSnapshot(models.values(), providers.values(), endpoints.values(), prices.values());
    }
}
