package io.tollgate.router.route;

import io.tollgate.catalogue.EndpointOffer;
import io.tollgate.catalogue.document.ProviderEntry;
import io.tollgate.contracts.dispatch.Stop;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says how an endpoint is called: at the provider, or at the simulator in its place. */
final class Stops {

    private static final String TEXT = "text";

    private final String simulator;
    private final Map<String, ProviderEntry> providers;

    /**
     * @param simulatorUrl where the simulator is
     * @param providers the providers as their files state them, by slug
     */
    Stops(URI simulatorUrl, Map<String, ProviderEntry> providers) {
        String url = simulatorUrl.toString();
        this.simulator = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.providers = providers;
    }

    /** The stop of an offer; empty if the operator has not filled in the parts in braces of the provider's address. */
    Optional<Stop> of(EndpointOffer offer) {
        String slug = offer.provider().slug();
        String dialect = offer.endpoint().dialect();
        String baseUrl = offer.simulated()
                ? simulator + "/" + dialect + "/" + slug
                : Objects.requireNonNullElse(offer.provider().baseUrl(), "");
        if (baseUrl.isEmpty() || baseUrl.indexOf('{') >= 0) {
            return Optional.empty();
        }
        ProviderEntry entry = providers.get(slug);
        return Optional.of(new Stop(
                offer.endpoint().id(),
                offer.model().id(),
                slug,
                offer.provider().name(),
                offer.endpoint().providerModel(),
                dialect,
                baseUrl,
                offer.prices(),
                offer.endpoint().maxCompletionTokens(),
                entry == null || entry.isCancellable(),
                offer.simulated(),
                credential(offer, entry),
                offer.model().outputModalities().stream().anyMatch(modality -> !modality.equals(TEXT)),
                offer.endpoint().tier()));
    }

    private static String credential(EndpointOffer offer, @Nullable ProviderEntry entry) {
        if (offer.simulated()) {
            return Stop.SIMULATOR;
        }
        return entry == null || entry.credential().isEmpty() ? Stop.NO_KEY : Stop.KEY_VARIABLE + entry.credential();
    }
}
