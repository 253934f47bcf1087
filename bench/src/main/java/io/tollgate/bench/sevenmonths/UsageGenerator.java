package io.tollgate.bench.sevenmonths;

import java.time.temporal.ChronoField;
import java.util.List;
import java.util.function.Consumer;

/**
 * Generates the requests of all months. Pure: the same seed and number of usages give the same events and totals. Each month has a
 * random source of its own and ends within the price of a few tokens of its plan.
 */
final class UsageGenerator {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final List<MonthPlan> months;
    private final Market market;
    private final long seed;

    UsageGenerator(List<MonthPlan> months, Market market, long seed) {
        this.months = months;
        this.market = market;
        this.seed = seed;
    }

    /** Hands over every request in the order of time. */
    void each(Consumer<GeneratedRequest> consumer) {
        for (MonthPlan month : months) {
            long number = month.month().getLong(ChronoField.PROLEPTIC_MONTH);
            MonthOfUsage usage = new MonthOfUsage(month, market, seed + GOLDEN * number);
            while (usage.hasNext()) {
                consumer.accept(usage.next());
            }
        }
    }

    /** The totals of every request, each counted once. */
    Totals totals() {
        Totals totals = new Totals();
        each(totals::add);
        return totals;
    }
}
