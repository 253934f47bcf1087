package io.tollgate.bus;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.codec.UnreadableEventException;
import io.tollgate.contracts.request.RequestEvent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Reads requests as a service would. Guarantee: at least once. Idempotency: of no concern to a test. On failure: dead letters. */
@Singleton
public class RequestsConsumer {

    record Received(RequestEvent event, byte[] body) {}

    final List<Received> received = new CopyOnWriteArrayList<>();

    private final EventReader reader;
    private final DeadLetters deadLetters;

    @Inject
    RequestsConsumer(EventReader reader, DeadLetters deadLetters) {
        this.reader = reader;
        this.deadLetters = deadLetters;
    }

    @Incoming("requests")
    Uni<Void> receive(Message<byte[]> message) {
        try {
            received.add(new Received(reader.read(RequestEvent.class, message), reader.body(message)));
            return Uni.createFrom().completionStage(message.ack());
        } catch (UnreadableEventException unreadable) {
            return deadLetters
                    .send(message, "cannot read it")
                    .chain(() -> Uni.createFrom().completionStage(message.ack()));
        }
    }
}
