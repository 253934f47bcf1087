package io.tollgate.localstack.deadletter;

import org.jspecify.annotations.Nullable;

/**
 * A record that a consumer could not read.
 *
 * @param topic the dead-letter topic it is on
 * @param offset where on it (dead-letter topics have one partition)
 * @param source where it came from: topic, partition and offset
 * @param reason why it could not be read
 * @param key its key
 * @param bytes size of its value; 0 if the value is only referred to
 */
record DeadLetter(
        String topic,
        long offset,
        Source source,
        String reason,
        @Nullable String key,
        int bytes) {

    /** The record as it was first written. */
    record Source(String topic, int partition, long offset) {}
}
