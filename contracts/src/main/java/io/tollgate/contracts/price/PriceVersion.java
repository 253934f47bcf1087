package io.tollgate.contracts.price;

import java.time.Instant;
import java.util.List;

/**
 * The unit prices of an endpoint from one instant on. Never edited: a new price is a new version.
 *
 * @param id {@code <endpoint>#<validFrom>}, unique
 * @param endpoint the endpoint's id
 * @param validFrom first instant at which it applies
 * @param prices one entry a meter and long-context step; a meter without an entry is free only if it is listed with price zero
 */
public record PriceVersion(String id, String endpoint, Instant validFrom, List<MeterPrice> prices) {

    public PriceVersion {
        prices = List.copyOf(prices);
    }

    /** The id of the version of an endpoint that is valid from the given instant. */
    public static String idOf(String endpoint, Instant validFrom) {
        return endpoint + "#" + validFrom;
    }
}
