package io.tollgate.router.catalogue;

import io.tollgate.catalogue.document.CatalogueDocument;
import io.tollgate.catalogue.document.EndpointEntry;
import io.tollgate.catalogue.document.Located;
import io.tollgate.catalogue.document.ModelEntry;
import io.tollgate.catalogue.document.ProviderEntry;
import io.tollgate.catalogue.document.Statements;
import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.price.PriceVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares a checked catalogue with what is stated already. What says the same is left alone, so that an import that changes nothing
 * announces nothing. Endpoints and providers that left the catalogue are stated as disabled.
 *
 * <p>Prices are only ever added. A version whose instant is known with other prices cannot replace it: if it is the newest of its
 * endpoint in the catalogue, its prices become a new version from now on.
 */
final class ImportRule {

    private final CatalogueDocument document;
    private final StoredCatalogue stored;
    private final Liveness liveness;
    private final long revision;
    private final Instant now;

    private ImportRule(
            CatalogueDocument document, StoredCatalogue stored, Liveness liveness, long revision, Instant now) {
        this.document = document;
        this.stored = stored;
        this.liveness = liveness;
        this.revision = revision;
        this.now = now;
    }

    /** @param revision of the new statements, higher than any stored one */
    static ImportPlan plan(
            CatalogueDocument document, StoredCatalogue stored, Liveness liveness, long revision, Instant now) {
        ImportRule rule = new ImportRule(document, stored, liveness, revision, now);
        return new ImportPlan(rule.models(), rule.providers(), rule.endpoints(), rule.prices());
    }

    private List<ModelStated> models() {
        Map<String, ModelStated> known = byId(stored.models(), ModelStated::id);
        List<ModelStated> changed = new ArrayList<>();
        for (Located<ModelEntry> located : document.models()) {
            ModelEntry entry = located.entry();
            addIfChanged(
                    changed, known.get(entry.id()), ModelStated::revision, number -> Statements.model(entry, number));
        }
        return changed;
    }

    private List<ProviderStated> providers() {
        Map<String, ProviderStated> known = byId(stored.providers(), ProviderStated::slug);
        List<ProviderStated> changed = new ArrayList<>();
        Set<String> present = new HashSet<>();
        for (Located<ProviderEntry> located : document.providers()) {
            ProviderEntry entry = located.entry();
            present.add(entry.slug());
            boolean enabled = !stored.disabled().contains(entry.slug());
            boolean live = liveness.live().contains(entry.slug());
            addIfChanged(
                    changed,
                    known.get(entry.slug()),
                    ProviderStated::revision,
                    number -> Statements.provider(entry, enabled, live, liveness.simulated(), number));
        }
        for (ProviderStated gone : stored.providers()) {
            if (!present.contains(gone.slug()) && gone.enabled()) {
                changed.add(disabled(gone));
            }
        }
        return changed;
    }

    private List<EndpointStated> endpoints() {
        Map<String, EndpointStated> known = byId(stored.endpoints(), EndpointStated::id);
        Map<String, ModelEntry> models = entries(document.models(), ModelEntry::id);
        Map<String, ProviderEntry> providers = entries(document.providers(), ProviderEntry::slug);
        List<EndpointStated> changed = new ArrayList<>();
        Set<String> present = new HashSet<>();
        for (Located<EndpointEntry> located : document.endpoints()) {
            EndpointEntry entry = located.entry();
            ModelEntry model = models.get(entry.of());
            ProviderEntry provider = providers.get(entry.provider());
            if (model == null || provider == null) {
                throw new IllegalArgumentException("an endpoint of nothing: the catalogue was not checked");
            }
            present.add(entry.id());
            addIfChanged(
                    changed,
                    known.get(entry.id()),
                    EndpointStated::revision,
                    number -> Statements.endpoint(entry, model, provider, number));
        }
        for (EndpointStated gone : stored.endpoints()) {
            if (!present.contains(gone.id()) && gone.enabled()) {
                changed.add(disabled(gone));
            }
        }
        return changed;
    }

    private List<PriceVersion> prices() {
        Map<String, NavigableMap<Instant, PriceVersion>> known = stored.prices().stream()
                .collect(Collectors.groupingBy(
                        PriceVersion::endpoint,
                        Collectors.toMap(
                                PriceVersion::validFrom, version -> version, (first, second) -> first, TreeMap::new)));
        List<PriceVersion> added = new ArrayList<>();
        for (Located<EndpointEntry> located : document.endpoints()) {
            addPrices(
                    added,
                    Statements.prices(located.entry()),
                    known.getOrDefault(located.entry().id(), new TreeMap<>()));
        }
        return added;
    }

    private void addPrices(
            List<PriceVersion> added, List<PriceVersion> versions, NavigableMap<Instant, PriceVersion> known) {
        for (int i = 0; i < versions.size(); i++) {
            PriceVersion version = versions.get(i);
            PriceVersion there = known.get(version.validFrom());
            boolean newest = i == versions.size() - 1;
            if (there == null) {
                added.add(version);
            } else if (newest
                    && !there.prices().equals(version.prices())
                    && !known.lastEntry().getValue().prices().equals(version.prices())) {
                added.add(new PriceVersion(
                        PriceVersion.idOf(version.endpoint(), now), version.endpoint(), now, version.prices()));
            }
        }
    }

    private <T> void addIfChanged(
            List<T> changed, @Nullable T known, ToLongFunction<T> revisionOf, LongFunction<T> statement) {
        if (known == null || !known.equals(statement.apply(revisionOf.applyAsLong(known)))) {
            changed.add(statement.apply(revision));
        }
    }

    private ProviderStated disabled(ProviderStated gone) {
        return new ProviderStated(
                gone.slug(),
                gone.name(),
                gone.baseUrl(),
                gone.dialect(),
                gone.headquarters(),
                gone.docsUrl(),
                false,
                gone.live(),
                gone.callable(),
                gone.simulated(),
                gone.collectsData(),
                gone.zeroDataRetention(),
                revision);
    }

    private EndpointStated disabled(EndpointStated gone) {
        return new EndpointStated(
                gone.id(),
                gone.model(),
                gone.provider(),
                gone.providerModel(),
                gone.tier(),
                gone.region(),
                gone.dialect(),
                gone.contextLength(),
                gone.maxCompletionTokens(),
                gone.quantization(),
                gone.status(),
                gone.supportedParameters(),
                false,
                revision);
    }

    private static <T> Map<String, T> byId(List<T> all, Function<T, String> id) {
        return all.stream().collect(Collectors.toMap(id, each -> each));
    }

    private static <T> Map<String, T> entries(List<Located<T>> located, Function<T, String> id) {
        return located.stream().map(Located::entry).collect(Collectors.toMap(id, each -> each));
    }
}
