package io.tollgate.router.health;

import io.smallrye.mutiny.Uni;
import io.tollgate.bus.EventReader;
import io.tollgate.contracts.attempt.AttemptEvent;
import io.tollgate.contracts.attempt.AttemptFinished;
import io.tollgate.contracts.codec.UnreadableEventException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Hears of attempts.
 *
 * <p>Guarantee: none; every instance hears what happens while it runs.
 *
 * <p>Idempotency: an average moves a little twice, an outage stays the same.
 *
 * <p>On failure: an unreadable record is skipped here; consumers that need it keep it.
 */
@ApplicationScoped
class AttemptsConsumer {

    private static final Logger LOG = Logger.getLogger(AttemptsConsumer.class);

    private final EventReader reader;
    private final EndpointHealth health;

    @Inject
    AttemptsConsumer(EventReader reader, EndpointHealth health) {
        this.reader = reader;
        this.health = health;
    }

    @Incoming("attempts")
    Uni<Void> hear(Message<byte[]> message) {
        try {
            if (reader.read(AttemptEvent.class, message) instanceof AttemptFinished finished) {
                health.heard(finished);
            }
        } catch (UnreadableEventException unreadable) {
            LOG.debugf("an attempt cannot be read: %s", unreadable.getMessage());
        }
        return Uni.createFrom().completionStage(message::ack);
    }
}
