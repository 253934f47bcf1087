package io.tollgate.contracts.attempt;

import java.time.Instant;
import java.util.Map;

/**
 * No endpoint can serve the request.
 *
 * @param errorType OpenRouter's {@code error_type}
 * @param filtered endpoint ids that may not serve the request, and why
 */
public record RouteFailed(
        String requestId,
        String account,
        String requestedModel,
        String errorType,
        Map<String, String> filtered,
        Instant failedAt)
        implements RouteEvent {

    public RouteFailed {
        filtered = Map.copyOf(filtered);
    }

    @Override
    public String recordKey() {
        return requestId;
    }

    @Override
    public String eventId() {
        return requestId + "/unroutable";
    }
}
