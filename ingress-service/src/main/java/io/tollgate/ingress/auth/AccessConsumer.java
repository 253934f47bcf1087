package io.tollgate.ingress.auth;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.tollgate.bus.CompactedTopics;
import io.tollgate.bus.EventReader;
import io.tollgate.contracts.account.AccountEvent;
import io.tollgate.contracts.account.AccountStated;
import io.tollgate.contracts.account.KeyEvent;
import io.tollgate.contracts.account.KeyHeartbeat;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.codec.UnreadableEventException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Reads accounts and keys, from the beginning at every start.
 *
 * <p>Guarantee: every record of {@code accounts.v1} and {@code accounts.keys.v1} is applied, in the order of its topic, by every instance.
 * Idempotency: the table keeps the newest version of an account and of a key. On failure: a record that cannot be read is logged and
 * passed over; each instance reads the topics at every start, so that a dead letter for each would only repeat it. Losing Kafka stops the
 * heartbeats, and no key is accepted any more.
 */
@ApplicationScoped
public class AccessConsumer {

    /** The channel of accounts, for readiness. */
    public static final String ACCOUNTS_CHANNEL = "accounts";

    /** The channel of keys, for readiness. */
    public static final String KEYS_CHANNEL = "keys";

    private static final Logger LOG = Logger.getLogger(AccessConsumer.class);

    private final EventReader events;
    private final CompactedTopics topics;
    private final KeyTable table;

    AccessConsumer(EventReader events, CompactedTopics topics, KeyTable table) {
        this.events = events;
        this.topics = topics;
        this.table = table;
    }

    @Incoming(ACCOUNTS_CHANNEL)
    CompletionStage<Void> account(Message<byte[]> message) {
        return take(ACCOUNTS_CHANNEL, message, this::applyAccount);
    }

    @Incoming(KEYS_CHANNEL)
    CompletionStage<Void> key(Message<byte[]> message) {
        return take(KEYS_CHANNEL, message, this::applyKey);
    }

    private CompletionStage<Void> take(String channel, Message<byte[]> message, Consumer<Message<byte[]>> apply) {
        try {
            apply.accept(message);
        } catch (UnreadableEventException unreadable) {
            LOG.errorf("a statement of %s cannot be read: %s", channel, unreadable.getMessage());
        }
        topics.applied(channel, message);
        return message.ack();
    }

    private void applyAccount(Message<byte[]> message) {
        if (message.getPayload() != null && events.read(AccountEvent.class, message) instanceof AccountStated account) {
            table.offer(account);
        }
    }

    private void applyKey(Message<byte[]> message) {
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
