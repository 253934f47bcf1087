package io.tollgate.ingress.unroutable;

import io.tollgate.bus.EventReader;
import io.tollgate.contracts.attempt.RouteEvent;
import io.tollgate.contracts.attempt.RouteFailed;
import io.tollgate.contracts.codec.UnreadableEventException;
import io.tollgate.ingress.reply.FrameReaders;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Tells callers whose requests the router could not route.
 *
 * <p>Guarantee: each instance sees every event that is written while it runs; an event written while it cannot read is lost to its
 * callers, whom the deadline answers. Idempotency: a reply ends once. On failure: an event that cannot be read is logged and passed over;
 * the router has closed the request in any case.
 */
@ApplicationScoped
public class RouteFailedConsumer {

    private static final Logger LOG = Logger.getLogger(RouteFailedConsumer.class);

    private final EventReader events;
    private final FrameReaders readers;

    RouteFailedConsumer(EventReader events, FrameReaders readers) {
        this.events = events;
        this.readers = readers;
    }

    @Incoming("routes")
    CompletionStage<Void> take(Message<byte[]> message) {
        try {
            if (events.read(RouteEvent.class, message) instanceof RouteFailed failed) {
                readers.fail(failed.requestId(), RouteFailure.error(failed));
            }
        } catch (UnreadableEventException unreadable) {
            LOG.errorf("a route event cannot be read: %s", unreadable.getMessage());
        }
        return message.ack();
    }
}
