package io.tollgate.ingress.models;

import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.PriceVersion;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A model with its endpoints as they are shown.
 *
 * @param reason why it cannot be called, in words; empty if it can
 */
record ListedModel(ModelStated model, List<ListedEndpoint> endpoints, String reason) {

    private static final LocalDate UNDATED = LocalDate.EPOCH;

    ListedModel {
        endpoints = List.copyOf(endpoints);
    }

    boolean callable() {
        return reason.isEmpty();
    }

    /** The endpoint whose prices and limits stand for the model: the cheapest of those that can be called, else of all. */
    Optional<ListedEndpoint> best() {
        return endpoints.stream()
                .min(Comparator.comparing((ListedEndpoint each) -> !each.callable())
                        .thenComparing(each -> each.endpoint().tier() != null)
                        .thenComparing(each -> each.prices() == null)
                        .thenComparing(each -> price(each, Meter.PROMPT))
                        .thenComparing(each -> price(each, Meter.COMPLETION))
                        .thenComparing(each -> each.endpoint().id()));
    }

    /** What every endpoint of it supports or some do: callers choose, and endpoints that cannot are passed over. */
    SortedSet<String> supportedParameters() {
        SortedSet<String> all = new TreeSet<>();
        boolean any = endpoints.stream().anyMatch(ListedEndpoint::callable);
        for (ListedEndpoint each : endpoints) {
            if (each.callable() || !any) {
                all.addAll(each.endpoint().supportedParameters());
            }
        }
        return all;
    }

    /** Price of a million prompt tokens at the best endpoint; the highest amount there is if it is unknown. */
    NanoUsd promptPrice() {
        return best().map(each -> price(each, Meter.PROMPT)).orElse(NanoUsd.of(Long.MAX_VALUE));
    }

    LocalDate created() {
        LocalDate created = model.created();
        return created == null ? UNDATED : created;
    }

    long contextLength() {
        Long length = model.contextLength();
        return length == null ? 0 : length;
    }

    /** Whether live providers, the simulator, or nobody answers. */
    String serving() {
        boolean live = endpoints.stream().anyMatch(each -> each.callable() && !each.simulated());
        boolean simulated = endpoints.stream().anyMatch(each -> each.callable() && each.simulated());
        if (live) {
            return simulated ? "live and simulated" : "live";
        }
        return simulated ? "simulated" : "none";
    }

    private static NanoUsd price(ListedEndpoint endpoint, Meter meter) {
        PriceVersion version = endpoint.prices();
        return version == null
                ? NanoUsd.of(Long.MAX_VALUE)
                : version.prices().stream()
                        .filter(price -> price.meter() == meter && price.abovePromptTokens() == null)
                        .map(price -> price.price())
                        .findFirst()
                        .orElse(NanoUsd.of(Long.MAX_VALUE));
    }
}
