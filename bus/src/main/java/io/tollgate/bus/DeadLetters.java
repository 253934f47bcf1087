package io.tollgate.bus;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.tollgate.contracts.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Where consumers put records they can never process: {@code <topic>.dlq}, with the original key, headers and bytes, and headers that say
 * where the record was and why it is here. A body is never copied: of topics whose value is a body only the headers are kept, the record
 * itself stays where it was until its retention ends. The dispatch topics share one dead-letter topic.
 */
@ApplicationScoped
public class DeadLetters {

    public static final String TOPIC_HEADER = "dead-letter-topic";
    public static final String PARTITION_HEADER = "dead-letter-partition";
    public static final String OFFSET_HEADER = "dead-letter-offset";
    public static final String REASON_HEADER = "dead-letter-reason";

    private static final int LONGEST_REASON = 1_000;

    private final EventPublisher publisher;

    @Inject
    DeadLetters(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Puts a record aside. Completes when Kafka has acknowledged it; only then may the original be acknowledged. A repeat makes a second
     * dead letter with the same origin.
     *
     * @param message the record as it came from Kafka
     * @param reason why, in words, without any part of a body; cut after 1,000 characters
     */
    public Uni<Void> send(Message<byte[]> message, String reason) {
        IncomingKafkaRecordMetadata<?, ?> origin = EventReader.record(message);
        Headers headers = new RecordHeaders(origin.getHeaders().toArray());
        add(headers, TOPIC_HEADER, origin.getTopic());
        add(headers, PARTITION_HEADER, Integer.toString(origin.getPartition()));
        add(headers, OFFSET_HEADER, Long.toString(origin.getOffset()));
        add(headers, REASON_HEADER, reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
        String key = origin.getKey() == null ? null : origin.getKey().toString();
        byte[] value = bodyAsValue(origin.getTopic()) ? null : message.getPayload();
        return publisher.send(topicFor(origin.getTopic()), key, value, headers);
    }

    /** The dead-letter topic of a topic. */
    public static String topicFor(String sourceTopic) {
        return Topic.deadLettersOf(isDispatch(sourceTopic) ? Topic.DISPATCH.topicName() : sourceTopic);
    }

    private static boolean bodyAsValue(String topicName) {
        return isDispatch(topicName) || topicName.equals(Topic.REQUESTS.topicName());
    }

    private static boolean isDispatch(String topicName) {
        return topicName.startsWith(Topic.DISPATCH.topicName() + ".");
    }

    private static void add(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
