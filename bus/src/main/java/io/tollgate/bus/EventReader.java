package io.tollgate.bus;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.codec.UnreadableEventException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Reads events from records, whether the event is the record's value or stands in its header beside a body. Thread-safe. */
@Singleton
public final class EventReader {

    private final EventCodec codec;

    @Inject
    public EventReader(EventCodec codec) {
        this.codec = codec;
    }

    /**
     * The event of a message.
     *
     * @param topicEvents the sealed interface of the topic's events
     * @throws UnreadableEventException if the record holds none of them; it belongs to the dead letters
     */
    public <E extends Event> E read(Class<E> topicEvents, Message<byte[]> message) {
        return read(topicEvents, headers(message), message.getPayload());
    }

    /**
     * The event of a record.
     *
     * @param topicEvents the sealed interface of the topic's events
     * @throws UnreadableEventException if the record holds none of them
     */
    public <E extends Event> E read(Class<E> topicEvents, ConsumerRecord<?, byte[]> record) {
        return read(topicEvents, record.headers(), record.value());
    }

    /** The body that travels with an event in its header; empty if the event refers to a blob. */
    public byte[] body(Message<byte[]> message) {
        byte[] value = message.getPayload();
        return value == null ? new byte[0] : value;
    }

    /** The body that travels with an event in its header; empty if the event refers to a blob. */
    public byte[] body(ConsumerRecord<?, byte[]> record) {
        byte[] value = record.value();
        return value == null ? new byte[0] : value;
    }

    private <E extends Event> E read(Class<E> topicEvents, Headers headers, byte @Nullable [] value) {
        byte[] type = valueOf(headers, EventCodec.TYPE_HEADER);
        if (type == null) {
            throw new UnreadableEventException("a record without " + EventCodec.TYPE_HEADER);
        }
        byte[] header = valueOf(headers, EventCodec.EVENT_HEADER);
        byte[] json = header == null ? value : header;
        if (json == null) {
            throw new UnreadableEventException("a record without an event");
        }
        return codec.read(topicEvents, new String(type, StandardCharsets.UTF_8), json);
    }

    /** The headers of a message's record. */
    static Headers headers(Message<?> message) {
        return record(message).getHeaders();
    }

    /** What SmallRye knows of a message's record. */
    static IncomingKafkaRecordMetadata<?, ?> record(Message<?> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalArgumentException("not a message from Kafka"));
    }

    static byte @Nullable [] valueOf(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : header.value();
    }
}
