package io.tollgate.contracts.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes events as CloudEvents 1.0 in binary mode and reads them back. Unknown fields are ignored, so that a newer writer does not
 * stop an older reader. Thread-safe.
 */
public final class EventCodec {

    /** Header with the type of the event, {@code io.tollgate.<topic>.<Name>}. */
    public static final String TYPE_HEADER = "ce_type";
    /** Header with the event itself, where the record's value is the caller's body. */
    public static final String EVENT_HEADER = "tollgate-event";

    private static final String TYPE_PREFIX = "io.tollgate.";

    private final ObjectMapper mapper;
    private final String source;
    private final Clock clock;
    private final Map<String, Class<? extends Event>> classes;

    /**
     * @param source name of the writing service (CloudEvents {@code source})
     * @param clock gives each event's CloudEvents {@code time}
     */
    public EventCodec(String source, Clock clock) {
        this.source = source;
        this.clock = clock;
        this.mapper = mapper();
        this.mapper.setAnnotationIntrospector(AnnotationIntrospector.pair(
                mapper.getDeserializationConfig().getAnnotationIntrospector(), new RequiredUnlessNullable()));
        this.classes = Arrays.stream(Topic.values())
                .flatMap(topic -> Arrays.stream(topic.events().getPermittedSubclasses()))
                .map(permitted -> permitted.asSubclass(Event.class))
                .collect(Collectors.toUnmodifiableMap(EventCodec::typeOf, Function.identity()));
    }

    /** The mapper of all event JSON: instants as text, no unknown-field failures. */
    public static ObjectMapper mapper() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .build();
    }

    /** The CloudEvents type of an event class: {@code io.tollgate.usage.events.v1.UsageRecorded}. */
    public static String typeOf(Class<? extends Event> eventClass) {
        return TYPE_PREFIX + Topic.of(eventClass).topicName() + "." + eventClass.getSimpleName();
    }

    /** The headers of an event's record; without the event itself. */
    public Map<String, String> headers(Event event) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", event.eventId());
        headers.put("ce_source", source);
        headers.put(TYPE_HEADER, typeOf(event.getClass()));
        headers.put("ce_time", clock.instant().toString());
        headers.put("content-type", "application/json");
        return headers;
    }

    /** The event as JSON. */
    public byte[] write(Event event) {
        try {
            return mapper.writeValueAsBytes(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an event must be writable: " + event.eventId(), impossible);
        }
    }

    /**
     * Reads an event of the given topic.
     *
     * @param type the record's {@link #TYPE_HEADER}
     * @throws UnreadableEventException if the type is unknown, belongs to another topic, or the JSON does not fit it
     */
    public <E extends Event> E read(Class<E> topicEvents, String type, byte[] json) {
        Class<? extends Event> eventClass = classes.get(type);
        if (eventClass == null || !topicEvents.isAssignableFrom(eventClass)) {
            throw new UnreadableEventException("unexpected event type " + type);
        }
        try {
            return topicEvents.cast(mapper.readValue(json, eventClass));
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new UnreadableEventException("cannot read a " + eventClass.getSimpleName(), unreadable);
        }
    }
}
