package io.tollgate.bench.sevenmonths;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.UsageRecorded;
import java.time.YearMonth;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The generator's own totals, each request counted once. Not thread-safe. */
final class Totals {

    private final SortedMap<YearMonth, Sums> months = new TreeMap<>();
    private final SortedMap<String, NanoUsd> chargeOfAccount = new TreeMap<>();

    void add(GeneratedRequest request) {
        Sums sums = months.getOrDefault(request.month(), Sums.NONE).plus(Sums.request());
        for (UsageRecorded usage : request.usages()) {
            sums = sums.plus(Sums.of(
                    usage.usage().promptTokensOrZero(), usage.usage().completionTokensOrZero(), usage.rating()));
            chargeOfAccount.merge(usage.account(), usage.rating().charge(), NanoUsd::plus);
        }
        months.put(request.month(), sums);
    }

    /** By month, oldest first. */
    SortedMap<YearMonth, Sums> months() {
        return Collections.unmodifiableSortedMap(months);
    }

    /** What each customer is charged in all. */
    SortedMap<String, NanoUsd> chargeOfAccount() {
        return Collections.unmodifiableSortedMap(chargeOfAccount);
    }

    /** Over all months. */
    Sums all() {
        return months.values().stream().reduce(Sums.NONE, Sums::plus);
    }
}
