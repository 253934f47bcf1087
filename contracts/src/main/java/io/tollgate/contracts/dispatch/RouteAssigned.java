package io.tollgate.contracts.dispatch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.App;
import io.tollgate.contracts.request.BodyReference;
import io.tollgate.contracts.request.HoldTerms;
import io.tollgate.contracts.request.Labels;
import io.tollgate.contracts.request.PromptFeatures;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request with the rest of its route: the first stop is to be tried now, the others if it fails before the first frame.
 *
 * @param attempt number of the attempt that the first stop makes, from 1
 * @param route stops left, never empty
 * @param requestedModel the model the caller named
 * @param billedBefore what earlier attempts charged
 * @param failures the stops that were tried in vain, in order; empty at the first
 * @param considered endpoints that the router chose among, those that may not serve included; absent in events of before it was recorded
 * @param labels what the caller wrote on it for its own records; absent if nothing
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
        @Nullable String user,
        @Nullable List<FailedStop> failures,
        @Nullable Integer considered,
        @Nullable Labels labels)
        implements DispatchEvent {

    @JsonCreator
    public RouteAssigned {
        route = List.copyOf(route);
        failures = failures == null ? List.of() : List.copyOf(failures);
        if (route.isEmpty()) {
            throw new IllegalArgumentException("a route has at least one stop");
        }
    }

    /** A route of which nothing was tried yet. */
    public RouteAssigned(
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
            @Nullable String user,
            @Nullable Labels labels) {
        this(
                requestId,
                operation,
                account,
                key,
                cell,
                attempt,
                route,
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
                user,
                List.of(),
                null,
                labels);
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

    /** The stops that were tried in vain, in order. */
    @Override
    public List<FailedStop> failures() {
        return failures == null ? List.of() : failures;
    }

    /** The same request at the next stop of its route, as the next attempt. */
    public RouteAssigned next() {
        return with(route.subList(1, route.size()), hold, failures());
    }

    /** The same request at the next stop of its route, as the next attempt, after this one failed. */
    public RouteAssigned next(FailedStop failed, HoldTerms currentHold) {
        return with(route.subList(1, route.size()), currentHold, and(failed));
    }

    /** The same request at the same stop once more, as the next attempt, after this one was lost. */
    public RouteAssigned again(FailedStop failed, HoldTerms currentHold) {
        return with(route, currentHold, and(failed));
    }

    private List<FailedStop> and(FailedStop failed) {
        return Stream.concat(failures().stream(), Stream.of(failed)).toList();
    }

    private RouteAssigned with(List<Stop> stops, HoldTerms currentHold, List<FailedStop> failed) {
        return new RouteAssigned(
                requestId,
                operation,
                account,
                key,
                cell,
                attempt + 1,
                stops,
                requestedModel,
                features,
                stream,
                currentHold,
                feeBasisPoints,
                billedBefore,
                body,
                acceptedAt,
                deadline,
                app,
                user,
                failed,
                considered,
                labels);
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
