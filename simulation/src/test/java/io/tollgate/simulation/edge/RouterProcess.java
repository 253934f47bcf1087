package io.tollgate.simulation.edge;

import io.smallrye.mutiny.Uni;
import io.tollgate.bus.EventPublisher;
import io.tollgate.bus.EventReader;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.attempt.RouteFailed;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.dispatch.Stop;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.InferenceRequested;
import io.tollgate.contracts.request.RequestEvent;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.simulation.kafka.ConsumerGroup;
import io.tollgate.simulation.kafka.ConsumerGroup.Delivery;
import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One incarnation of the router. Its steps are those of {@code RequestConsumer} and {@code RoutePublisher}; the choice among offers, which
 * does not matter here, is a fixed list, from which the operator may have taken everything when a request is routed again.
 */
public final class RouterProcess {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final byte[] BODY = {};

    /** What one incarnation works with. */
    public record Tools(
            World world,
            Node node,
            CreditHolds holds,
            EventPublisher events,
            EventReader reader,
            List<Stop> stops,
            int unroutablePermille) {}

    private final Tools tools;
    private final World world;
    private final Node node;

    /** Starts a router. */
    public RouterProcess(Tools tools, ConsumerGroup requests) {
        this.tools = tools;
        this.world = tools.world();
        this.node = tools.node();
        requests.join(node, this::handle);
    }

    private void handle(Delivery delivery) {
        InferenceRequested request = (InferenceRequested) tools.reader().read(RequestEvent.class, delivery.record());
        world.persist(node, () -> route(request), FIRST_PAUSE, LONGEST_PAUSE, null)
                .subscribe()
                .with(done -> delivery.acknowledge(), failure -> world.violated("routing is given up: " + failure));
    }

    private Uni<Void> route(InferenceRequested request) {
        Instant now = world.instant(node);
        if (!now.isBefore(request.deadline())) {
            return close(request, Outcome.EXPIRED, "timeout", now);
        }
        if (world.dice().permille(tools.unroutablePermille())) {
            return close(request, Outcome.REFUSED, "provider_unavailable", now);
        }
        RouteAssigned assigned = assigned(request);
        return tools.events()
                .publishWithBody(assigned, Topic.forProvider(assigned.stop().provider()), BODY);
    }

    private RouteAssigned assigned(InferenceRequested request) {
        return new RouteAssigned(
                request.requestId(),
                request.operation(),
                request.account(),
                request.key(),
                request.cell(),
                1,
                tools.stops(),
                request.models().getFirst(),
                request.features(),
                request.stream(),
                request.hold(),
                request.feeBasisPoints(),
                NanoUsd.ZERO,
                request.body(),
                request.acceptedAt(),
                request.deadline(),
                request.app(),
                request.user(),
                request.labels());
    }

    private Uni<Void> close(InferenceRequested request, Outcome outcome, String errorType, Instant now) {
        return tools.holds()
                .voidIfUnclaimed(request.account(), request.requestId())
                .chain(isVoid -> {
                    world.sightings().saw(isVoid ? "router voids" : "router leaves a request to its worker");
                    return isVoid
                            ? announceEnd(request, outcome, errorType, now)
                            : Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> announceEnd(InferenceRequested request, Outcome outcome, String errorType, Instant now) {
        RequestClosed closed = new RequestClosed(
                request.requestId(),
                request.account(),
                request.key(),
                outcome,
                0,
                request.hold().amount(),
                errorType,
                now);
        RouteFailed failed = new RouteFailed(
                request.requestId(), request.account(), request.models().getFirst(), errorType, Map.of(), now);
        return untilTaken(closed).chain(() -> untilTaken(failed));
    }

    private Uni<Void> untilTaken(Event event) {
        return world.persist(node, () -> tools.events().publish(event), FIRST_PAUSE, LONGEST_PAUSE, null);
    }
}
