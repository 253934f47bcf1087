package io.tollgate.ingress.models;

import io.tollgate.catalogue.CatalogueAssembly;
import io.tollgate.catalogue.CatalogueSnapshot;
import io.tollgate.contracts.catalogue.CatalogueEvent;
import io.tollgate.contracts.price.PriceVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/**
 * The catalogue as this instance knows it. Statements are collected and become visible together a moment later; once a minute the
 * view is made anew, because prices come into force by themselves. Thread-safe.
 */
@ApplicationScoped
public class Catalogue {

    private final Clock clock;
    private final CatalogueAssembly assembly = new CatalogueAssembly();
    private volatile CatalogueView view = new CatalogueView(CatalogueSnapshot.EMPTY, Instant.EPOCH);
    private boolean changed;

    Catalogue(Clock clock) {
        this.clock = clock;
    }

    /** What is known now. */
    public CatalogueView view() {
        return view;
    }

    synchronized void apply(CatalogueEvent event) {
        assembly.apply(event);
        changed = true;
    }

    synchronized void apply(PriceVersion version) {
        assembly.apply(version);
        changed = true;
    }

    /** Whether something was collected that is not visible yet. */
    public synchronized boolean pending() {
        return changed;
    }

    /** Makes everything collected so far visible, as of the present time. */
    void publish() {
        CatalogueSnapshot snapshot;
        synchronized (this) {
            snapshot = assembly.snapshot();
            changed = false;
        }
        view = new CatalogueView(snapshot, clock.instant());
    }
}
