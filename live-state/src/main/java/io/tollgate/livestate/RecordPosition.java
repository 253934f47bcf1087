package io.tollgate.livestate;

/**
 * Where a dispatch record is in Kafka, so that recovery can read it again.
 *
 * @param topic the dispatch topic
 * @param partition from 0
 * @param offset from 0
 */
public record RecordPosition(String topic, int partition, long offset) {}
