package io.tollgate.bench.sevenmonths;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import java.util.SplittableRandom;

/** Turns an amount of money into tokens that cost about that much, and never more. */
final class Quantities {

    private static final int WHOLE = 100;

    private final PriceVersion prices;
    private final NanoUsd budget;
    private final SplittableRandom random;

    Quantities(PriceVersion prices, NanoUsd budget, SplittableRandom random) {
        this.prices = prices;
        this.budget = budget;
        this.random = random;
    }

    /** Prompt, part of it cached, and completion, part of it reasoning. */
    Usage usage() {
        long in = budget.value() / WHOLE * (20 + random.nextInt(61));
        long cachedMoney = in / WHOLE * random.nextInt(40);
        long cached = tokens(cachedMoney, Meter.CACHED_PROMPT);
        long fresh = tokens(in - cachedMoney, Meter.PROMPT);
        long completion = tokens(budget.value() - in, Meter.COMPLETION);
        Long reasoning = random.nextInt(4) == 0 ? completion / 3 : null;
        return new Usage(
                fresh + cached,
                cached == 0 ? null : cached,
                null,
                null,
                null,
                completion,
                reasoning,
                null,
                null,
                null,
                null,
                null,
                random.nextInt(50) == 0 ? UsageSource.ESTIMATED : UsageSource.REPORTED);
    }

    private long tokens(long nanos, Meter meter) {
        for (MeterPrice price : prices.prices()) {
            if (price.meter() == meter) {
                long each = price.price().value();
                return nanos / each * price.per() + nanos % each * price.per() / each;
            }
        }
        throw new IllegalStateException("no price of " + meter);
    }
}
