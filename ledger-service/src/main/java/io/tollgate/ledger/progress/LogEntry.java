package io.tollgate.ledger.progress;

import io.tollgate.contracts.Event;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log that could be read.
 *
 * @param key the record's key
 * @param type the record's CloudEvents type
 * @param value the record's value, unchanged
 */
public record LogEntry<E extends Event>(
        LogPosition position, @Nullable String key, String type, byte[] value, E event) {}
