package io.tollgate.ingress.unroutable;

import io.tollgate.bus.EventReader;
import io.tollgate.contracts.attempt.RouteEvent;
import io.tollgate.contracts.attempt.RouteFailed;
import io.tollgate.contracts.codec.UnreadableEventException;
import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.ingress.reply.Replies;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Tells callers whose requests the router could not route, those at other instances and those that come back later, too: the failure
 * becomes the reply's only frame.
 *
 * <p>Guarantee: each instance sees every event that is written while it runs; an event that no instance could read is lost to its
 * callers, whom the deadline answers. Idempotency: a reply ends once, the first instance to write its end wins. On failure: if the frame
 * cannot be written, the callers of this instance are told; an event that cannot be read is logged and passed over. The router has closed
 * the request in any case.
 */
@ApplicationScoped
public class RouteFailedConsumer {

    private static final Logger LOG = Logger.getLogger(RouteFailedConsumer.class);

    private final EventReader events;
    private final Replies replies;

    RouteFailedConsumer(EventReader events, Replies replies) {
        this.events = events;
        this.replies = replies;
    }

    @Incoming("routes")
    CompletionStage<Void> take(Message<byte[]> message) {
        try {
            if (events.read(RouteEvent.class, message) instanceof RouteFailed failed) {
                ReplyFailure failure = RouteFailure.of(failed);
                replies.refuse(failed.requestId(), RouteFailure.end(failed, failure), failure);
            }
        } catch (UnreadableEventException unreadable) {
            LOG.errorf("a route event cannot be read: %s", unreadable.getMessage());
        }
        return message.ack();
    }
}
