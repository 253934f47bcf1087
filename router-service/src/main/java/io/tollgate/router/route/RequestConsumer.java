package io.tollgate.router.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.bus.DeadLetters;
import io.tollgate.bus.EventReader;
import io.tollgate.bus.Intake;
import io.tollgate.contracts.codec.UnreadableEventException;
import io.tollgate.contracts.request.InferenceRequested;
import io.tollgate.contracts.request.RequestEvent;
import io.tollgate.router.RouterConfig;
import io.tollgate.router.catalogue.CurrentCatalogue;
import io.tollgate.router.health.EndpointHealth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Routes {@code inference.requests.v1}; the body is handed on unopened.
 *
 * <p>Guarantee: at least once; a record is acknowledged after Kafka has acknowledged its route or its end, or once a worker has it.
 *
 * <p>Idempotency: a repeat is dispatched again under the same request and attempt, of which workers claim the first only. A repeat may
 * also find that the request has no route any more: its deadline has passed, or its provider was switched off. The first end in the log
 * counts, and what a running call used after that could not be charged, so the router never ends a request that a worker has. Nor can
 * it tell from memory what was routed before it started. It therefore voids the hold in Redis first, one atomic step that fails if the
 * request was ever claimed and that bars every later claim; a claimed request is left to its worker, which closes it. The mark outlives
 * the records (a day against three hours). If Redis lost its leases meanwhile, workers end the calls that were running, and the
 * router's end of them may come first.
 *
 * <p>On failure: while Kafka or Redis does not answer, the request is decided and published again, for ever, with growing pauses; once
 * its deadline has passed that ends it. A void request is not decided again: its end alone is repeated until Kafka has it. If the process
 * dies between the two, the repeat decides alike, unless the catalogue was changed in that moment; then the workers' sweep of unclosed
 * requests closes it. An unreadable record goes to the dead letters. A decision that fails ends the request as refused.
 */
@ApplicationScoped
class RequestConsumer {

    private static final Logger LOG = Logger.getLogger(RequestConsumer.class);

    private final Multi<Message<byte[]>> requests;
    private final Intake intake;
    private final EventReader reader;
    private final DeadLetters deadLetters;
    private final CurrentCatalogue catalogue;
    private final EndpointHealth health;
    private final RoutePublisher publisher;
    private final RouterConfig config;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Timer deciding;

    @Inject
    RequestConsumer(
            @Channel("requests") Multi<Message<byte[]>> requests,
            Intake intake,
            EventReader reader,
            DeadLetters deadLetters,
            CurrentCatalogue catalogue,
            EndpointHealth health,
            RoutePublisher publisher,
            RouterConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.requests = requests;
        this.intake = intake;
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.catalogue = catalogue;
        this.health = health;
        this.publisher = publisher;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
        this.deciding = meters.timer("tollgate.router.deciding");
    }

    /** Begins to route; once, when a catalogue is in force. */
    void begin() {
        requests.onItem()
                .transformToUni(message -> intake.take(() -> handle(message)))
                .merge(config.concurrency())
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.error("requests are no longer read", failure),
                        () -> LOG.info("requests are no longer read: the service stops"));
    }

    private Uni<Void> handle(Message<byte[]> message) {
        return route(message)
                .onFailure()
                .invoke(failure -> LOG.warnf("a request waits for Kafka or Redis: %s", failure))
                .onFailure()
                .retry()
                .withBackOff(config.retry().firstPause(), config.retry().longestPause())
                .indefinitely()
                .chain(() -> Uni.createFrom().completionStage(message::ack))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.errorf(failure, "a record could not be acknowledged");
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> route(Message<byte[]> message) {
        return Uni.createFrom().deferred(() -> {
            InferenceRequested request;
            try {
                request = switch (reader.read(RequestEvent.class, message)) {
                    case InferenceRequested requested -> requested;
                };
            } catch (UnreadableEventException unreadable) {
                meters.counter("tollgate.router.dead.letters").increment();
                return deadLetters.send(message, String.valueOf(unreadable.getMessage()));
            }
            RouteDecision decision = deciding.record(() -> decide(request));
            return publisher.publish(request, reader.body(message), decision, clock.instant());
        });
    }

    private RouteDecision decide(InferenceRequested request) {
        try {
            CurrentCatalogue.State state = catalogue.state().orElseThrow();
            RouteRule rule = new RouteRule(
                    state.eligibility(),
                    new Stops(config.simulatorUrl(), state.providers()),
                    health,
                    config.maxStops());
            return rule.decide(request, clock.instant());
        } catch (RuntimeException failure) {
            LOG.errorf(failure, "request %s cannot be decided", request.requestId());
            return new RouteDecision.Unroutable("server", Map.of());
        }
    }
}
