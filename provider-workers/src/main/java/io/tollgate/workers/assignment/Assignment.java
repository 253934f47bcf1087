package io.tollgate.workers.assignment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.livestate.RecordPosition;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A dispatch record that was taken.
 *
 * @param route what to do
 * @param value the record's value: the caller's body, or empty if it travels by reference
 * @param position where the record is
 * @param taking tells this taking of the record from every other one in this process, so that a claim can be repeated
 */
public record Assignment(RouteAssigned route, byte[] value, RecordPosition position, long taking) {

    private static final ObjectMapper MAPPER = EventCodec.mapper();
    private static final AtomicLong TAKINGS = new AtomicLong();
    private static final byte[] NOTHING = {};

    /** A record that was just taken. */
    public Assignment(RouteAssigned route, byte[] value, RecordPosition position) {
        this(route, value, position, TAKINGS.incrementAndGet());
    }

    /**
     * What is left of a record that is gone: its route without the caller's body. It can be ended, but not be carried out.
     *
     * @param route as {@link #routeJson()} gave it
     * @throws IllegalArgumentException if that is no route
     */
    public static Assignment withoutBody(String route, RecordPosition position) {
        try {
            return new Assignment(MAPPER.readValue(route, RouteAssigned.class), NOTHING, position);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException("cannot read a route", unreadable);
        }
    }

    /** The route as text, without the caller's body. */
    public String routeJson() {
        try {
            return MAPPER.writeValueAsString(route);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a route must be writable", impossible);
        }
    }

    /** The request's id. */
    public String requestId() {
        return route.requestId();
    }

    /** Without the caller's words. */
    @Override
    public String toString() {
        return route.requestId() + "/" + route.attempt() + " at " + position;
    }
}
