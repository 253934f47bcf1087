package io.tollgate.contracts;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A fact that one service publishes and others read. Each implementation belongs to exactly one {@link Topic} through the
 * sealed interface it implements.
 */
public interface Event {

    /** The record key: events with the same key are read in the order in which they were written. Never empty. */
    @JsonIgnore
    String recordKey();

    /** Identifies this event for de-duplication (CloudEvents {@code id}): a repeat of the same fact has the same id. */
    @JsonIgnore
    String eventId();
}
