package io.tollgate.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which endpoints of a model may serve a request.
 *
 * @param offers those that may, by id
 * @param filtered those that may not, by id, and why
 */
public record Eligible(List<EndpointOffer> offers, Map<String, Refusal> filtered) {

    /**
     * Why one endpoint may not serve.
     *
     * @param detail the parameter, modality or price in question; empty if the reason says it all
     */
    public record Refusal(Ineligibility reason, String detail) {

        @Override
        public String toString() {
            return detail.isEmpty() ? reason.code() : reason.code() + ": " + detail;
        }
    }

    public Eligible {
        offers = List.copyOf(offers);
        filtered = Map.copyOf(filtered);
    }

    /** The refusal that tells the caller most if nobody can serve: that of the endpoint which came closest. */
    public Optional<Refusal> closestRefusal() {
        return filtered.values().stream()
                .max(Comparator.comparing(Refusal::reason).thenComparing(Refusal::detail));
    }

    /** The reasons as text by endpoint id, sorted, as {@code RouteDecided} carries them. */
    public Map<String, String> reasons() {
        Map<String, String> reasons = new TreeMap<>();
        filtered.forEach((endpoint, refusal) -> reasons.put(endpoint, refusal.toString()));
        return reasons;
    }
}
