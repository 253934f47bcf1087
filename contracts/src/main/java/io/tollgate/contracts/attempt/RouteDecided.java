package io.tollgate.contracts.attempt;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The router chose a route.
 *
 * @param route endpoint ids in the order in which they will be tried
 * @param filtered endpoint ids that may not serve the request, and why
 * @param seed seed of the draw, so that the decision can be replayed
 */
public record RouteDecided(
        String requestId,
        String account,
        String requestedModel,
        List<String> route,
        Map<String, String> filtered,
        long seed,
        Instant decidedAt)
        implements RouteEvent {

    public RouteDecided {
        route = List.copyOf(route);
        filtered = Map.copyOf(filtered);
    }

    @Override
    public String recordKey() {
        return requestId;
    }

    @Override
    public String eventId() {
        return requestId + "/routed";
    }
}
