package io.tollgate.bench.sevenmonths;

import io.tollgate.contracts.hold.HoldPlaced;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.UsageRecorded;
import java.time.YearMonth;
import java.util.List;

/**
 * A request as ingress and workers would have announced it.
 *
 * @param month in which all of it ends
 * @param usages of its attempts, in their order
 * @param repeated whether usages and closing are published twice, as at-least-once delivery may
 */
record GeneratedRequest(
        YearMonth month, HoldPlaced hold, List<UsageRecorded> usages, RequestClosed closed, boolean repeated) {}
