package io.tollgate.ledger.progress;

/** Where a record stands in the log. */
public record LogPosition(String topic, int partition, long offset) {}
