package io.tollgate.ingress.auth;

import io.tollgate.bus.CompactedTopics;
import io.tollgate.bus.EventReader;
import io.tollgate.contracts.account.AccountEvent;
import io.tollgate.contracts.account.AccountStated;
import io.tollgate.contracts.codec.UnreadableEventException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Reads the accounts, from the beginning at every start.
 *
 * <p>Guarantee: every record of {@code accounts.v1} is applied, in order, by every instance. Idempotency: the table keeps the newest
 * version of an account. On failure: as with keys.
 */
@ApplicationScoped
public class AccountConsumer {

    /** The channel, for readiness. */
    public static final String CHANNEL = "accounts";

    private static final Logger LOG = Logger.getLogger(AccountConsumer.class);

    private final EventReader events;
    private final CompactedTopics topics;
    private final KeyTable table;

    AccountConsumer(EventReader events, CompactedTopics topics, KeyTable table) {
        this.events = events;
        this.topics = topics;
        this.table = table;
    }

    @Incoming(CHANNEL)
    CompletionStage<Void> take(Message<byte[]> message) {
        try {
            if (message.getPayload() != null) {
                AccountEvent event = events.read(AccountEvent.class, message);
                if (event instanceof AccountStated account) {
                    table.offer(account);
                }
            }
        } catch (UnreadableEventException unreadable) {
            LOG.errorf("an account statement cannot be read: %s", unreadable.getMessage());
        }
        topics.applied(CHANNEL, message);
        return message.ack();
    }
}
