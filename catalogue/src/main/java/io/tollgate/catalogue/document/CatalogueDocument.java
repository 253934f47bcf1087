package io.tollgate.catalogue.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All entries of one or several catalogue files, in the order in which they were read. Not checked: see {@link CatalogueCheck}.
 *
 * @param endpoints those inside models and those on their own, each with {@code of}
 */
public record CatalogueDocument(
        List<Located<ProviderEntry>> providers,
        List<Located<ModelEntry>> models,
        List<Located<EndpointEntry>> endpoints) {

    public static final CatalogueDocument EMPTY = new CatalogueDocument(List.of(), List.of(), List.of());

    public CatalogueDocument {
        providers = List.copyOf(providers);
        models = List.copyOf(models);
        endpoints = List.copyOf(endpoints);
    }

    /** Both as one catalogue, in which nothing may stand twice. */
    public CatalogueDocument with(CatalogueDocument other) {
        return new CatalogueDocument(
                concat(providers, other.providers), concat(models, other.models), concat(endpoints, other.endpoints));
    }

    /** This catalogue with the other laid over it: an entry of the other replaces the one with the same id. */
    public CatalogueDocument overlaidBy(CatalogueDocument other) {
        return new CatalogueDocument(
                overlay(providers, other.providers, ProviderEntry::slug),
                overlay(models, other.models, ModelEntry::id),
                overlay(endpoints, other.endpoints, EndpointEntry::id));
    }

    private static <T> List<T> concat(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static <T> List<Located<T>> overlay(
            List<Located<T>> below, List<Located<T>> above, Function<T, String> id) {
        Map<String, Located<T>> replacements = new LinkedHashMap<>();
        above.forEach(located -> replacements.put(id.apply(located.entry()), located));
        List<Located<T>> result = new ArrayList<>();
        for (Located<T> located : below) {
            if (!replacements.containsKey(id.apply(located.entry()))) {
                result.add(located);
            }
        }
        // not the map's values: what stands twice in the layer above must still be found by the check
        result.addAll(above);
        return result;
    }
}
