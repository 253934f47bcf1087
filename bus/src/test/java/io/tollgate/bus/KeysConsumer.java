package io.tollgate.bus;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Reads a compacted topic from its beginning. Guarantee: all, at each start. Idempotency: counts only. On failure: none possible. */
@Singleton
public class KeysConsumer {

    final AtomicInteger applied = new AtomicInteger();

    private final CompactedTopics topics;

    @Inject
    KeysConsumer(CompactedTopics topics) {
        this.topics = topics;
    }

    @Incoming("keys")
    Uni<Void> receive(Message<byte[]> message) {
        applied.incrementAndGet();
        topics.applied("keys", message);
        return Uni.createFrom().completionStage(message.ack());
    }
}
