package io.tollgate.ingress.auth;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.tollgate.bus.CompactedTopics;
import io.tollgate.bus.EventReader;
import io.tollgate.contracts.account.KeyEvent;
import io.tollgate.contracts.account.KeyHeartbeat;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.codec.UnreadableEventException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Reads the keys, from the beginning at every start.
 *
 * <p>Guarantee: every record of {@code accounts.keys.v1} is applied, in order, by every instance. Idempotency: the table keeps the
 * newest version of a key. On failure: a record that cannot be read is logged and passed over; each instance reads the topic at every
 * start, so that a dead letter for each would only repeat it. Losing Kafka stops the heartbeats, and no key is accepted any more.
 */
@ApplicationScoped
public class KeyConsumer {

    /** The channel, for readiness. */
    public static final String CHANNEL = "keys";

    private static final Logger LOG = Logger.getLogger(KeyConsumer.class);

    private final EventReader events;
    private final CompactedTopics topics;
    private final KeyTable table;

    KeyConsumer(EventReader events, CompactedTopics topics, KeyTable table) {
        this.events = events;
        this.topics = topics;
        this.table = table;
    }

    @Incoming(CHANNEL)
    CompletionStage<Void> take(Message<byte[]> message) {
        try {
            apply(message);
        } catch (UnreadableEventException unreadable) {
            LOG.errorf("a key statement cannot be read: %s", unreadable.getMessage());
        }
        topics.applied(CHANNEL, message);
        return message.ack();
    }

    private void apply(Message<byte[]> message) {
        if (message.getPayload() == null) {
            message.getMetadata(IncomingKafkaRecordMetadata.class)
                    .map(metadata -> metadata.getKey())
                    .ifPresent(key -> table.forget(key.toString()));
            return;
        }
        switch (events.read(KeyEvent.class, message)) {
            case KeyStated key -> table.offer(key);
            case KeyHeartbeat heartbeat -> table.heartbeat(heartbeat.at());
        }
    }
}
