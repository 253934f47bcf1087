package io.tollgate.ingress.models;

import io.tollgate.contracts.Event;
import io.tollgate.contracts.catalogue.CatalogueEvent;
import io.tollgate.contracts.price.PriceVersionStated;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Catalogues for tests of rules. */
public final class Views {

    private Views() {}

    /** What is known at an instant after some statements. */
    public static CatalogueView of(List<Event> statements, Instant at) {
        Catalogue catalogue = new Catalogue(Clock.fixed(at, ZoneOffset.UTC));
        for (Event statement : statements) {
            switch (statement) {
                case CatalogueEvent stated -> catalogue.apply(stated);
                case PriceVersionStated stated -> catalogue.apply(stated.version());
                default -> throw new IllegalArgumentException("not of the catalogue: " + statement);
            }
        }
        catalogue.publish();
        return catalogue.view();
    }
}
