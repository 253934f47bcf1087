package io.tollgate.bench.sevenmonths;

import io.tollgate.contracts.money.NanoUsd;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/**
 * How the platform grows: from $0.8 million of inference in October 2024 to $8 million in May 2025, each month by the same factor (the
 * seventh root of ten), then twelve months at the yearly rate of $100 million. Pure.
 */
final class GrowthPlan {

    /** Fewest usages that still spread over all months, customers and prices. */
    static final long FEWEST = 2_000;
    /** Most usages of one run. */
    static final long MOST = 100_000_000;

    static final YearMonth FIRST = YearMonth.of(2024, 10);

    private static final List<Long> GROWTH_DOLLARS =
            List.of(800_000L, 1_111_596L, 1_544_558L, 2_146_157L, 2_982_075L, 4_143_580L, 5_757_485L, 8_000_000L);
    private static final long YEAR_DOLLARS = 100_000_000;
    private static final int YEAR_MONTHS = 12;
    private static final long NANOS = 1_000_000_000;

    private GrowthPlan() {}

    /**
     * The months, oldest first. Usages are spread over them as the money is.
     *
     * @param usages of all months, {@link #FEWEST} to {@link #MOST}
     */
    static List<MonthPlan> of(long usages) {
        if (usages < FEWEST || usages > MOST) {
            throw new IllegalArgumentException("from " + FEWEST + " to " + MOST + " usages, not " + usages);
        }
        List<Long> dollars = dollars();
        long sum = dollars.stream().mapToLong(Long::longValue).sum();
        List<MonthPlan> months = new ArrayList<>();
        long left = usages;
        for (int i = 0; i < dollars.size(); i++) {
            boolean last = i == dollars.size() - 1;
            long share = last ? left : usages * dollars.get(i) / sum;
            left -= share;
            months.add(new MonthPlan(FIRST.plusMonths(i), NanoUsd.of(dollars.get(i) * NANOS), share));
        }
        return List.copyOf(months);
    }

    private static List<Long> dollars() {
        List<Long> dollars = new ArrayList<>(GROWTH_DOLLARS);
        for (long i = 0; i < YEAR_MONTHS; i++) {
            dollars.add(YEAR_DOLLARS * (i + 1) / YEAR_MONTHS - YEAR_DOLLARS * i / YEAR_MONTHS);
        }
        return dollars;
    }
}
