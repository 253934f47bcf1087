package io.tollgate.metering.key;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.tollgate.contracts.account.KeyEvent;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.metering.reading.TopicReading;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Learns from {@code accounts.keys.v1} which key has which hash.
 *
 * <p>Guarantee: at least once; offsets are committed after the database has committed.
 *
 * <p>Idempotency: a key is kept under its id with its version; a repeat has no higher version and changes nothing.
 *
 * <p>On failure: the database is tried again for ever; a record that cannot be read, or that the database refuses, goes to the dead
 * letters.
 */
@ApplicationScoped
class KeysConsumer {

    private final TopicReading reading;
    private final KeyRepository keys;

    KeysConsumer(TopicReading reading, KeyRepository keys) {
        this.reading = reading;
        this.keys = keys;
    }

    @Incoming("keys")
    Uni<Void> consume(KafkaRecordBatch<String, byte[]> batch) {
        return reading.read(batch, KeyEvent.class, this::store)
                .chain(() -> Uni.createFrom().completionStage(batch::ack));
    }

    private Uni<Void> store(List<KeyEvent> events) {
        List<KeyStated> stated = events.stream()
                .filter(KeyStated.class::isInstance)
                .map(KeyStated.class::cast)
                .toList();
        return stated.isEmpty() ? Uni.createFrom().voidItem() : keys.keep(stated);
    }
}
