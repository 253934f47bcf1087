package io.tollgate.contracts.account;

import java.time.Instant;

/** Says that all changes of keys made before this instant have been published. */
public record KeyHeartbeat(Instant at) implements KeyEvent {

    /** The record key of every heartbeat, so that compaction keeps only the newest. */
    public static final String RECORD_KEY = "heartbeat";

    @Override
    public String recordKey() {
        return RECORD_KEY;
    }

    @Override
    public String eventId() {
        return RECORD_KEY + "/" + at;
    }
}
