package io.tollgate.router.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.tollgate.bus.EventPublisher;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.attempt.RouteDecided;
import io.tollgate.contracts.attempt.RouteFailed;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.dispatch.Stop;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.InferenceRequested;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.crash.CrashPoint;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.router.RouterConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Publishes what was decided. A request is closed only after its hold has been voided in Redis, which no worker's claim can overtake and
 * which bars every later one.
 */
@ApplicationScoped
class RoutePublisher {

    private static final Logger LOG = Logger.getLogger(RoutePublisher.class);

    private final EventPublisher publisher;
    private final CreditHolds holds;
    private final RouterConfig.Retry retry;
    private final MeterRegistry meters;

    @Inject
    RoutePublisher(EventPublisher publisher, CreditHolds holds, RouterConfig config, MeterRegistry meters) {
        this.publisher = publisher;
        this.holds = holds;
        this.retry = config.retry();
        this.meters = meters;
    }

    /** Completes when the request is handed on, or closed, or known to be a worker's. */
    Uni<Void> publish(InferenceRequested request, byte[] body, RouteDecision decision, Instant now) {
        return switch (decision) {
            case RouteDecision.Routed routed -> handOn(request, body, routed, now);
            case RouteDecision.Unroutable unroutable ->
                close(request, Outcome.REFUSED, unroutable.errorType(), unroutable.filtered(), now);
            case RouteDecision.Expired expired -> close(request, Outcome.EXPIRED, "timeout", Map.of(), now);
        };
    }

    private Uni<Void> handOn(InferenceRequested request, byte[] body, RouteDecision.Routed routed, Instant now) {
        Stop first = routed.route().getFirst();
        meters.counter("tollgate.router.routed", "provider", first.provider()).increment();
        RouteDecided decided = new RouteDecided(
                request.requestId(),
                request.account(),
                request.models().getFirst(),
                routed.route().stream().map(Stop::endpoint).toList(),
                routed.filtered(),
                routed.seed(),
                now);
        CrashPoint.ROUTER_BEFORE_DISPATCH.reached();
        return publisher
                .publishWithBody(assigned(request, routed), Topic.forProvider(first.provider()), body)
                .invoke(CrashPoint.ROUTER_AFTER_DISPATCH::reached)
                // for analysis only: nobody waits for it
                .invoke(() -> publisher
                        .publish(decided)
                        .subscribe()
                        .with(done -> {}, failure -> LOG.debugf("a decision was not recorded: %s", failure)));
    }

    private static RouteAssigned assigned(InferenceRequested request, RouteDecision.Routed routed) {
        return new RouteAssigned(
                request.requestId(),
                request.operation(),
                request.account(),
                request.key(),
                request.cell(),
                1,
                routed.route(),
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
                List.of(),
                routed.considered(),
                request.labels());
    }

    private Uni<Void> close(
            InferenceRequested request, Outcome outcome, String errorType, Map<String, String> filtered, Instant now) {
        return holds.voidIfUnclaimed(request.account(), request.requestId()).chain(isVoid -> {
            if (isVoid) {
                return announceEnd(request, outcome, errorType, filtered, now);
            }
            meters.counter("tollgate.router.left.to.workers").increment();
            LOG.infof("request %s cannot be routed again, and is left to its worker", request.requestId());
            return Uni.createFrom().voidItem();
        });
    }

    /** Closed first: what the caller is told must be durable before. */
    private Uni<Void> announceEnd(
            InferenceRequested request, Outcome outcome, String errorType, Map<String, String> filtered, Instant now) {
        meters.counter("tollgate.router.closed", "outcome", outcome.name(), "error_type", errorType)
                .increment();
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
                request.requestId(), request.account(), request.models().getFirst(), errorType, filtered, now);
        return untilTaken(closed).chain(() -> untilTaken(failed));
    }

    /** A void request must be closed, so this is not decided again if Kafka is away. */
    private Uni<Void> untilTaken(Event event) {
        return publisher
                .publish(event)
                .onFailure()
                .invoke(failure -> LOG.warnf("the end of a request waits for Kafka: %s", failure))
                .onFailure()
                .retry()
                .withBackOff(retry.firstPause(), retry.longestPause())
                .indefinitely();
    }
}
