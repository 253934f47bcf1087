package io.tollgate.router.catalogue;

import io.tollgate.contracts.Event;
import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.price.PriceVersionStated;
import java.util.ArrayList;
import java.util.List;

/** What an import changes: new statements, and price versions that are added. */
record ImportPlan(
        List<ModelStated> models,
        List<ProviderStated> providers,
        List<EndpointStated> endpoints,
        List<PriceVersion> prices) {

    boolean isEmpty() {
        return models.isEmpty() && providers.isEmpty() && endpoints.isEmpty() && prices.isEmpty();
    }

    /** What to announce. Providers and models come before the endpoints that name them. */
    List<Event> events() {
        List<Event> events = new ArrayList<>(providers);
        events.addAll(models);
        prices.forEach(version -> events.add(new PriceVersionStated(version)));
        events.addAll(endpoints);
        return events;
    }
}
