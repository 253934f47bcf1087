package io.tollgate.workers.assignment;

import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.livestate.RecordPosition;

/**
 * A dispatch record.
 *
 * @param route what to do
 * @param value the record's value: the caller's body, or empty if it travels by reference
 * @param position where the record is
 */
public record Assignment(RouteAssigned route, byte[] value, RecordPosition position) {

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
