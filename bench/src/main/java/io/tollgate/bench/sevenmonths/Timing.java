package io.tollgate.bench.sevenmonths;

import java.time.Duration;
import java.util.SortedMap;

/**
 * How long a replay took.
 *
 * @param usages that went through
 * @param published until Kafka had the last event
 * @param booked until the books and reports had it
 * @param cpuMillis processor time that each part took meanwhile
 */
record Timing(long usages, Duration published, Duration booked, SortedMap<String, Long> cpuMillis) {

    /** Usages a second through ledger and metering together. */
    long usagesASecond() {
        return usages * 1000 / Math.max(1, booked.toMillis());
    }

    /** Processor time of one usage in all parts, in microseconds. */
    long cpuMicrosAUsage() {
        return cpuMillis.values().stream().mapToLong(Long::longValue).sum() * 1000 / Math.max(1, usages);
    }
}
