package io.tollgate.bus;

import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.codec.EventCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events. Each result completes when Kafka has acknowledged the record on all in-sync replicas, and fails after 10 seconds at
 * the latest; a failed record may still have been written, so a repeat is published with the same event id. Publishing starts when the
 * result is subscribed to, and again with every further subscription; cancelling does not take a record back. Records with the same key
 * are written in the order of subscription, unless one of them fails and is tried again.
 *
 * <p>At most {@value #BUFFER} records wait for Kafka; further ones fail at once with {@link IllegalStateException}. Results arrive on the
 * Vert.x context of the subscriber if it has one. The current trace, if traces are on, travels in the {@code traceparent} header.
 */
@ApplicationScoped
public class EventPublisher {

    /** Records that may wait for Kafka beside those in flight. */
    static final int BUFFER = 16_384;

    private final MutinyEmitter<ProducerRecord<String, byte[]>> emitter;
    private final EventCodec codec;

    @Inject
    EventPublisher(
            @Channel("events") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
                    MutinyEmitter<ProducerRecord<String, byte[]>> emitter,
            EventCodec codec) {
        this.emitter = emitter;
        this.codec = codec;
    }

    /** Publishes an event on its topic. Not for topics whose value is a body. */
    public Uni<Void> publish(Event event) {
        return publish(event, topicOf(event));
    }

    /** Publishes an event on the given topic. Not for topics whose value is a body. */
    public Uni<Void> publish(Event event, String topicName) {
        return send(topicName, event.recordKey(), codec.write(event), headers(event));
    }

    /**
     * Publishes an event on its topic with a body as the record's value.
     *
     * @param body the caller's bytes; empty if the event refers to a blob
     */
    public Uni<Void> publishWithBody(Event event, byte[] body) {
        return publishWithBody(event, topicOf(event), body);
    }

    /**
     * Publishes an event on the given topic, e.g. {@link Topic#forProvider}, with a body as the record's value.
     *
     * @param body the caller's bytes; empty if the event refers to a blob
     */
    public Uni<Void> publishWithBody(Event event, String topicName, byte[] body) {
        Headers headers = headers(event).add(EventCodec.EVENT_HEADER, codec.write(event));
        return send(topicName, event.recordKey(), body, headers);
    }

    /** Sends a record as it is. */
    Uni<Void> send(String topicName, @Nullable String key, byte @Nullable [] value, Headers headers) {
        return Uni.createFrom().<Void>emitter(result -> {
            // A record is made for each subscription: the producer closes a sent record's headers.
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(topicName, null, key, value, new RecordHeaders(headers.toArray()));
            Metadata metadata = Metadata.of(TracingMetadata.withCurrent(Context.current()));
            emitter.sendMessage(Message.of(record, metadata)).subscribe().with(result::complete, result::fail);
        });
    }

    private Headers headers(Event event) {
        Headers headers = new RecordHeaders();
        codec.headers(event).forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    private static String topicOf(Event event) {
        Topic topic = Topic.of(event.getClass());
        if (topic == Topic.DISPATCH) {
            throw new IllegalArgumentException("a dispatch event needs its provider's topic");
        }
        return topic.topicName();
    }
}
