package io.tollgate.contracts.dispatch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.App;
import io.tollgate.contracts.request.BodyReference;
import io.tollgate.contracts.request.HoldTerms;
import io.tollgate.contracts.request.PromptFeatures;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request with the rest of its route: the first stop is to be tried now, the others if it fails before the first frame.
 *
 * @param attempt number of the attempt that the first stop makes, from 1
 * @param route stops left, never empty
 * @param requestedModel the model the caller named
 * @param billedBefore what earlier attempts charged
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteAssigned(
        String requestId,
        String operation,
        String account,
        String key,
        String cell,
        int attempt,
        List<Stop> route,
        String requestedModel,
        PromptFeatures features,
        boolean stream,
        HoldTerms hold,
        int feeBasisPoints,
        NanoUsd billedBefore,
        BodyReference body,
        Instant acceptedAt,
        Instant deadline,
        @Nullable App app,
        @Nullable String user)
        implements DispatchEvent {

    public RouteAssigned {
        route = List.copyOf(route);
        if (route.isEmpty()) {
            throw new IllegalArgumentException("a route has at least one stop");
        }
    }

    /** The stop to try now. */
    @JsonIgnore
    public Stop stop() {
        return route.getFirst();
    }

    /** Whether another stop is left after this one. */
    @JsonIgnore
    public boolean hasNext() {
        return route.size() > 1;
    }

    /** The same request at the next stop of its route, as the next attempt. */
    public RouteAssigned next() {
        return new RouteAssigned(
                requestId,
                operation,
                account,
                key,
                cell,
                attempt + 1,
                route.subList(1, route.size()),
                requestedModel,
                features,
                stream,
                hold,
                feeBasisPoints,
                billedBefore,
                body,
                acceptedAt,
                deadline,
                app,
                user);
    }

    @Override
    public String recordKey() {
        return requestId;
    }

    @Override
    public String eventId() {
        return requestId + "/" + attempt;
    }
}
