package io.tollgate.workers.conclusion;

import io.tollgate.contracts.dispatch.FailedStop;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.dispatch.Stop;
import io.tollgate.dialects.reply.RouteTaken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells which way a request took, when it ends. */
final class RouteStory {

    private static final int OK = 200;

    private RouteStory() {}

    /**
     * The way of a request that ends at the first stop of what is left of its route.
     *
     * @param called whether that stop's provider was called
     * @param failure why that stop failed; absent if it did not, or was not tried
     * @param visible whether callers can see output of it
     */
    static RouteTaken of(RouteAssigned route, boolean called, Ending.@Nullable Failed failure, boolean visible) {
        boolean answered = visible || (called && failure == null);
        return new RouteTaken(
                route.considered(),
                candidates(route, answered),
                route.failures().stream().map(RouteStory::tried).toList(),
                called || failure != null ? last(route.stop(), called, failure) : null);
    }

    /** Every stop once, those behind us first; a stop that was lost is tried again under the same endpoint. */
    private static List<RouteTaken.Candidate> candidates(RouteAssigned route, boolean answered) {
        Map<String, RouteTaken.Candidate> candidates = new LinkedHashMap<>();
        for (FailedStop failed : route.failures()) {
            if (failed.endpoint() != null) {
                candidates.put(failed.endpoint(), new RouteTaken.Candidate(model(failed), name(failed), false));
            }
        }
        for (Stop stop : route.route()) {
            boolean selected = answered && stop.equals(route.stop());
            candidates.put(stop.endpoint(), new RouteTaken.Candidate(stop.model(), stop.providerName(), selected));
        }
        return List.copyOf(candidates.values());
    }

    private static RouteTaken.Tried tried(FailedStop failed) {
        String code = failed.providerCode() == null ? failed.errorType() : failed.providerCode();
        return new RouteTaken.Tried(model(failed), name(failed), failed.status(), code, failed.called());
    }

    private static RouteTaken.Tried last(Stop stop, boolean called, Ending.@Nullable Failed failure) {
        if (failure == null) {
            return new RouteTaken.Tried(stop.model(), stop.providerName(), OK, null, called);
        }
        String code = failure.failure().providerCode();
        return new RouteTaken.Tried(
                stop.model(),
                stop.providerName(),
                failure.failure().status(),
                code == null ? failure.failure().errorType() : code,
                called);
    }

    private static String model(FailedStop failed) {
        return Objects.requireNonNullElse(failed.model(), "");
    }

    private static String name(FailedStop failed) {
        return Objects.requireNonNullElse(failed.providerName(), failed.provider());
    }
}
