package io.tollgate.router.route;

import io.tollgate.contracts.dispatch.Stop;
import java.util.List;
import java.util.Map;

/** What becomes of a request. */
sealed interface RouteDecision {

    /**
     * It goes to the first stop, then to the next if that fails before its first frame.
     *
     * @param route never empty
     * @param filtered endpoints that may not serve it, and why
     * @param considered endpoints that were chosen among, those that may not serve included
     * @param seed of the draw
     */
    record Routed(List<Stop> route, Map<String, String> filtered, int considered, long seed) implements RouteDecision {}

    /**
     * Nobody can serve it.
     *
     * @param errorType OpenRouter's {@code error_type}
     */
    record Unroutable(String errorType, Map<String, String> filtered) implements RouteDecision {}

    /** Its deadline has passed: it must not be executed. */
    record Expired() implements RouteDecision {}
}
