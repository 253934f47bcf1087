package io.tollgate.bench.sevenmonths;

import io.tollgate.contracts.price.PriceVersion;
import java.time.Instant;
import java.util.List;

/**
 * An endpoint with its prices over time.
 *
 * @param versions oldest first; the first is valid before the scenario begins
 */
record Offer(String model, String provider, List<PriceVersion> versions) {

    String endpoint() {
        return endpoint(model, provider);
    }

    static String endpoint(String model, String provider) {
        return model + "@" + provider;
    }

    /** The prices at an instant. */
    PriceVersion at(Instant instant) {
        PriceVersion valid = versions.getFirst();
        for (PriceVersion version : versions) {
            if (!version.validFrom().isAfter(instant)) {
                valid = version;
            }
        }
        return valid;
    }
}
