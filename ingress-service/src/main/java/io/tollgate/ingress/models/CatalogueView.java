package io.tollgate.ingress.models;

import io.tollgate.catalogue.CatalogueSnapshot;
import io.tollgate.catalogue.Eligibility;
import io.tollgate.catalogue.Eligible;
import io.tollgate.catalogue.Ineligibility;
import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.Preferences;
import io.tollgate.contracts.request.PromptFeatures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The catalogue at one moment, prepared for listing and for admission. Immutable. */
public final class CatalogueView {

    /** Reasons that lie with the request that was made up, not with the endpoint. */
    private static final Set<Ineligibility> REQUEST_ALONE =
            EnumSet.of(Ineligibility.TIER_NOT_NAMED, Ineligibility.MODALITY);

    private final CatalogueSnapshot snapshot;
    private final Eligibility eligibility;
    private final Map<String, ListedModel> models = new LinkedHashMap<>();

    /** @param at decides which prices are in force */
    CatalogueView(CatalogueSnapshot snapshot, Instant at) {
        this.snapshot = snapshot;
        this.eligibility = new Eligibility(snapshot);
        for (ModelStated model : snapshot.models()) {
            models.put(model.id(), listed(model, at));
        }
    }

    public CatalogueSnapshot snapshot() {
        return snapshot;
    }

    /** Decides which endpoints may serve a request. */
    public Eligibility eligibility() {
        return eligibility;
    }

    Collection<ListedModel> models() {
        return models.values();
    }

    Optional<ListedModel> model(String id) {
        return Optional.ofNullable(models.get(id));
    }

    private ListedModel listed(ModelStated model, Instant at) {
        Eligible eligible = eligibility.filter(model.id(), plainText(model), Preferences.NONE, at);
        List<ListedEndpoint> endpoints = new ArrayList<>();
        boolean callable = false;
        for (EndpointStated endpoint : snapshot.endpointsOf(model.id())) {
            Eligible.Refusal refusal = eligible.filtered().get(endpoint.id());
            boolean usable = refusal == null || REQUEST_ALONE.contains(refusal.reason());
            Optional<ProviderStated> provider = snapshot.provider(endpoint.provider());
            if (provider.isPresent()) {
                endpoints.add(new ListedEndpoint(model, endpoint, provider.get(), price(endpoint, at), usable));
                callable |= usable;
            }
        }
        return new ListedModel(model, endpoints, callable ? "" : reason(model, eligible));
    }

    private @Nullable PriceVersion price(EndpointStated endpoint, Instant at) {
        return snapshot.priceAt(endpoint.id(), at)
                .or(() -> snapshot.newestPrice(endpoint.id()))
                .orElse(null);
    }

    private static PromptFeatures plainText(ModelStated model) {
        return new PromptFeatures(1, 1, 0, Set.of("text"), Set.copyOf(model.outputModalities()), Set.of(), null, 1);
    }

    private static String reason(ModelStated model, Eligible eligible) {
        if (!model.kind().equals("chat")) {
            return "requests to " + model.kind() + " models are not implemented yet";
        }
        return eligible.closestRefusal()
                .map(refusal -> switch (refusal.reason()) {
                    case NOT_CALLABLE -> "its providers speak a dialect that is not implemented yet";
                    case NO_PRICE -> "its price is not known";
                    case NOT_LIVE -> "no provider of it is live";
                    default -> "no provider of it is switched on";
                })
                .orElse("nobody offers it");
    }
}
