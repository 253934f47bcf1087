package io.tollgate.router.route;

import io.tollgate.catalogue.Eligibility;
import io.tollgate.catalogue.Eligible;
import io.tollgate.catalogue.EndpointOffer;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.dispatch.Stop;
import io.tollgate.contracts.request.InferenceRequested;
import io.tollgate.pricing.HoldBounds;
import io.tollgate.router.health.EndpointHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Decides the route of a request: the eligible endpoints of each model it names, in the order of the models; within a model as
 * {@link OfferOrder} says. An endpoint whose bound exceeds the hold is left out while there is another; if there is none, prices rose since
 * the hold was placed, and whoever calls asks for the difference first. The draw's seed comes from the request's id, so the same
 * request at the same state of the catalogue and of health gets the same route again.
 */
final class RouteRule {

    private static final String HOLD_TOO_SMALL = "hold_too_small";
    private static final String ADDRESS_INCOMPLETE = "address_incomplete";

    private final Eligibility eligibility;
    private final Stops stops;
    private final EndpointHealth health;
    private final int maxStops;

    /** @param maxStops most stops of a route, at least 1 */
    RouteRule(Eligibility eligibility, Stops stops, EndpointHealth health, int maxStops) {
        this.eligibility = eligibility;
        this.stops = stops;
        this.health = health;
        this.maxStops = maxStops;
    }

    RouteDecision decide(InferenceRequested request, Instant now) {
        if (!now.isBefore(request.deadline())) {
            return new RouteDecision.Expired();
        }
        long seed = seedOf(request.requestId());
        Candidates covered = candidates(request, now, seed, true);
        boolean onlyDearer = covered.route().isEmpty() && covered.filtered().containsValue(HOLD_TOO_SMALL);
        Candidates found = onlyDearer ? candidates(request, now, seed, false) : covered;
        return found.route().isEmpty()
                ? new RouteDecision.Unroutable(errorType(found), found.filtered())
                : new RouteDecision.Routed(found.route(), found.filtered(), found.considered(), seed);
    }

    private record Candidates(
            List<Stop> route, Map<String, String> filtered, int considered, Optional<Eligible.Refusal> refusal) {}

    private Candidates candidates(InferenceRequested request, Instant now, long seed, boolean withinHold) {
        OfferOrder order = new OfferOrder(request.features(), health, now, new SplittableRandom(seed));
        Map<String, String> filtered = new TreeMap<>();
        List<List<Stop>> byModel = new ArrayList<>();
        int considered = 0;
        Optional<Eligible.Refusal> refusal = Optional.empty();
        for (String model : request.models()) {
            Eligible eligible =
                    eligibility.filter(model, request.features(), request.preferences(), request.acceptedAt());
            filtered.putAll(eligible.reasons());
            considered += eligible.offers().size() + eligible.filtered().size();
            refusal = refusal.or(eligible::closestRefusal);
            List<EndpointOffer> inOrder = order.of(eligible.offers(), request.preferences());
            List<Stop> ofModel = stops(request, inOrder, withinHold, filtered);
            if (!ofModel.isEmpty()) {
                byModel.add(request.preferences().allowFallbacks() ? ofModel : ofModel.subList(0, 1));
            }
        }
        return new Candidates(shared(byModel), filtered, considered, refusal);
    }

    private List<Stop> stops(
            InferenceRequested request, List<EndpointOffer> offers, boolean withinHold, Map<String, String> filtered) {
        List<Stop> route = new ArrayList<>();
        for (EndpointOffer offer : offers) {
            if (withinHold && exceedsHold(request, offer)) {
                filtered.put(offer.endpoint().id(), HOLD_TOO_SMALL);
                continue;
            }
            Optional<Stop> stop = stops.of(offer);
            stop.ifPresentOrElse(route::add, () -> filtered.put(offer.endpoint().id(), ADDRESS_INCOMPLETE));
        }
        return route;
    }

    private static boolean exceedsHold(InferenceRequested request, EndpointOffer offer) {
        long slice = HoldBounds.firstSlice(request.features(), request.hold().sliceTokens());
        return HoldBounds.bound(offer.prices(), request.features(), slice, request.feeBasisPoints())
                        .compareTo(request.hold().amount())
                > 0;
    }

    /** The stops of all models in order, each model with at least one while the limit allows. */
    private List<Stop> shared(List<List<Stop>> byModel) {
        List<Stop> route = new ArrayList<>();
        for (int i = 0; i < byModel.size(); i++) {
            int keptForOthers = byModel.size() - i - 1;
            int room = Math.max(1, maxStops - route.size() - keptForOthers);
            List<Stop> ofModel = byModel.get(i);
            route.addAll(ofModel.subList(0, Math.min(room, ofModel.size())));
        }
        return List.copyOf(route.subList(0, Math.min(maxStops, route.size())));
    }

    private static String errorType(Candidates none) {
        return none.refusal()
                .map(known -> known.reason().errorType())
                .orElse(none.filtered().isEmpty() ? "not_found" : "provider_unavailable");
    }

    private static long seedOf(String requestId) {
        return Ids.requestUuid(requestId).map(RouteRule::folded).orElseGet(() -> (long) requestId.hashCode());
    }

    private static long folded(UUID id) {
        return id.getMostSignificantBits() ^ id.getLeastSignificantBits();
    }
}
