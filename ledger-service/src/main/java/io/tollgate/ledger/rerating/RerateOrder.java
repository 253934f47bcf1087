package io.tollgate.ledger.rerating;

import io.tollgate.contracts.price.PriceVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be rated again.
 *
 * @param id the operator's own name of it; under one id an attempt is corrected once
 * @param month UTC month in which the charges were booked
 * @param endpoint the only endpoint wanted; absent for all that have corrected prices
 * @param prices corrected prices; each applies to attempts that started at its instant or later
 */
record RerateOrder(String id, String month, @Nullable String endpoint, List<PriceVersion> prices) {

    RerateOrder {
        prices = List.copyOf(prices);
    }

    /** The endpoints that have corrected prices and are wanted. */
    Set<String> endpoints() {
        Set<String> endpoints = new TreeSet<>();
        for (PriceVersion version : prices) {
            if (endpoint == null || endpoint.equals(version.endpoint())) {
                endpoints.add(version.endpoint());
            }
        }
        return endpoints;
    }

    /** Finds the corrected price of an endpoint at an instant; empty before the first. */
    Prices byEndpoint() {
        Map<String, NavigableMap<Instant, PriceVersion>> found = new HashMap<>();
        for (PriceVersion version : prices) {
            found.computeIfAbsent(version.endpoint(), each -> new TreeMap<>()).put(version.validFrom(), version);
        }
        return (wanted, at) -> Optional.ofNullable(found.get(wanted))
                .map(versions -> versions.floorEntry(at))
                .map(Map.Entry::getValue);
    }

    /** Corrected prices by endpoint and instant. */
    interface Prices {

        Optional<PriceVersion> at(String endpoint, Instant at);
    }
}
