package io.tollgate.catalogue;

import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.price.PriceVersion;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Everything the catalogue states at one moment. Immutable; made by {@link CatalogueAssembly}. */
public final class CatalogueSnapshot {

    public static final CatalogueSnapshot EMPTY = new CatalogueSnapshot(List.of(), List.of(), List.of(), List.of());

    private final Map<String, ModelStated> models;
    private final Map<String, ProviderStated> providers;
    private final Map<String, EndpointStated> endpoints;
    private final Map<String, List<EndpointStated>> endpointsByModel;
    private final Map<String, NavigableMap<Instant, PriceVersion>> prices;

    CatalogueSnapshot(
            Collection<ModelStated> models,
            Collection<ProviderStated> providers,
            Collection<EndpointStated> endpoints,
            Collection<PriceVersion> prices) {
        this.models = sorted(models.stream().collect(Collectors.toMap(ModelStated::id, model -> model)));
        this.providers =
                sorted(providers.stream().collect(Collectors.toMap(ProviderStated::slug, provider -> provider)));
        this.endpoints = sorted(endpoints.stream().collect(Collectors.toMap(EndpointStated::id, endpoint -> endpoint)));
        this.endpointsByModel = Collections.unmodifiableMap(
                this.endpoints.values().stream().collect(Collectors.groupingBy(EndpointStated::model)));
        Map<String, NavigableMap<Instant, PriceVersion>> byEndpoint = new TreeMap<>();
        for (PriceVersion version : prices) {
            byEndpoint
                    .computeIfAbsent(version.endpoint(), endpoint -> new TreeMap<>())
                    .put(version.validFrom(), version);
        }
        this.prices = Collections.unmodifiableMap(byEndpoint);
    }

    /** All models by id. */
    public Collection<ModelStated> models() {
        return models.values();
    }

    /** All providers by slug. */
    public Collection<ProviderStated> providers() {
        return providers.values();
    }

    /** All endpoints by id, those that may not serve included. */
    public Collection<EndpointStated> endpoints() {
        return endpoints.values();
    }

    public Optional<ModelStated> model(String id) {
        return Optional.ofNullable(models.get(id));
    }

    public Optional<ProviderStated> provider(String slug) {
        return Optional.ofNullable(providers.get(slug));
    }

    public Optional<EndpointStated> endpoint(String id) {
        return Optional.ofNullable(endpoints.get(id));
    }

    /** The endpoints of a model by id, those that may not serve included. */
    public List<EndpointStated> endpointsOf(String modelId) {
        return endpointsByModel.getOrDefault(modelId, List.of());
    }

    /** The price version of an endpoint in force at an instant: the newest that is valid from then or earlier. */
    public Optional<PriceVersion> priceAt(String endpointId, Instant instant) {
        return Optional.ofNullable(prices.get(endpointId))
                .map(versions -> versions.floorEntry(instant))
                .map(Map.Entry::getValue);
    }

    /** The newest price version of an endpoint, even if it is not in force yet. */
    public Optional<PriceVersion> newestPrice(String endpointId) {
        return Optional.ofNullable(prices.get(endpointId))
                .map(NavigableMap::lastEntry)
                .map(Map.Entry::getValue);
    }

    /** All price versions of an endpoint, oldest first. */
    public List<PriceVersion> pricesOf(String endpointId) {
        NavigableMap<Instant, PriceVersion> versions = prices.get(endpointId);
        return versions == null ? List.of() : List.copyOf(versions.values());
    }

    /** How many price versions there are. */
    public int priceVersions() {
        return prices.values().stream().mapToInt(Map::size).sum();
    }

    private static <T> Map<String, T> sorted(Map<String, T> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
