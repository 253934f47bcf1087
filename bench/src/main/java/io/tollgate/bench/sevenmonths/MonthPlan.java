package io.tollgate.bench.sevenmonths;

import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * What one month shall bring.
 *
 * @param inference what customers buy at the providers' prices, before the fee
 * @param usages number of attempts, at least 1
 */
record MonthPlan(YearMonth month, NanoUsd inference, long usages) {

    /** The month's first instant, UTC. */
    Instant start() {
        return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** The first instant after it. */
    Instant end() {
        return month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
