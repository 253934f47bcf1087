package io.tollgate.router.catalogue;

import io.tollgate.catalogue.CatalogueSnapshot;
import io.tollgate.catalogue.Eligibility;
import io.tollgate.catalogue.document.ProviderEntry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The catalogue that routing goes by; replaced as a whole. Thread-safe. */
@ApplicationScoped
public class CurrentCatalogue {

    private volatile @Nullable State state;

    /**
     * The catalogue at one moment.
     *
     * @param providers the providers as their files state them, by slug
     * @param revision the newest revision of any statement
     */
    public record State(
            CatalogueSnapshot snapshot, Eligibility eligibility, Map<String, ProviderEntry> providers, long revision) {}

    /** The catalogue in force; empty until the first import has been stored. */
    public Optional<State> state() {
        return Optional.ofNullable(state);
    }

    void replace(CatalogueSnapshot snapshot, Map<String, ProviderEntry> providers, long revision) {
        Eligibility eligibility = new Eligibility(snapshot);
        state = new State(snapshot, eligibility, Map.copyOf(providers), revision);
    }
}
