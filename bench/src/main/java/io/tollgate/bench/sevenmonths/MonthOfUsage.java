package io.tollgate.bench.sevenmonths;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.hold.HoldPlaced;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.pricing.Fees;
import io.tollgate.pricing.Rater;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Generates the requests of one month, until its usages are used up; the last of them spends what is left of its money. */
final class MonthOfUsage {

    private static final int FEE_BASIS_POINTS = 500;
    private static final int DRAWS = 1_000;
    private static final long CLOSING_MILLIS = 3;
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    /** What becomes of a request, and how many of {@link #DRAWS} do; the rest is answered at once and in full. */
    private enum Course {
        INTERRUPTED(4),
        FAILED(4),
        FAILED_OVER(12),
        CANCELLED(20),
        BEYOND_ITS_HOLD(2),
        ANSWERED(DRAWS - 42);

        private final int of;

        Course(int of) {
            this.of = of;
        }

        static Course draw(SplittableRandom random) {
            int drawn = random.nextInt(DRAWS);
            for (Course course : values()) {
                if (drawn < course.of) {
                    return course;
                }
                drawn -= course.of;
            }
            return ANSWERED;
        }

        Outcome outcome() {
            return switch (this) {
                case INTERRUPTED -> Outcome.INTERRUPTED;
                case FAILED -> Outcome.FAILED;
                case CANCELLED -> Outcome.CANCELLED;
                case FAILED_OVER, BEYOND_ITS_HOLD, ANSWERED -> Outcome.COMPLETED;
            };
        }
    }

    private final MonthPlan plan;
    private final Market market;
    private final SplittableRandom random;
    private final long startMillis;
    private final long lastMillis;
    private long made;
    private NanoUsd left;

    MonthOfUsage(MonthPlan plan, Market market, long seed) {
        this.plan = plan;
        this.market = market;
        this.random = new SplittableRandom(seed);
        this.startMillis = plan.start().toEpochMilli();
        this.lastMillis = plan.end().toEpochMilli() - CLOSING_MILLIS - 1;
        this.left = plan.inference();
    }

    boolean hasNext() {
        return made < plan.usages();
    }

    GeneratedRequest next() {
        boolean last = plan.usages() - made <= 2;
        Course course = last ? Course.ANSWERED : Course.draw(random);
        Instant finishedAt = Instant.ofEpochMilli(finishedMillis());
        long tookMillis = 900 + random.nextLong(30_000);
        Instant acceptedAt = finishedAt.minusMillis(tookMillis);
        Customer customer = market.customer(random);
        Offer offer = market.offer(random);
        PriceVersion prices = offer.at(acceptedAt);
        Usage usage = course == Course.FAILED ? Usage.NONE : new Quantities(prices, budget(), random).usage();
        NanoUsd cost = Rater.cost(usage, prices);
        NanoUsd hold = hold(cost, course);
        String requestId = "gen-" + timeOrdered(acceptedAt.toEpochMilli());
        Attempts attempts = new Attempts(requestId, customer, hold, acceptedAt);
        List<UsageRecorded> usages = new ArrayList<>();
        if (course == Course.FAILED_OVER) {
            Offer other = market.offer(random);
            Instant failedAt = Collections.max(List.of(acceptedAt.plusMillis(400), plan.start()));
            usages.add(attempts.record(1, other, other.at(acceptedAt), Usage.NONE, Outcome.FAILED, failedAt));
        }
        usages.add(attempts.record(usages.size() + 1, offer, prices, usage, course.outcome(), finishedAt));
        made += usages.size();
        left = left.minus(usages.getLast().rating().billedCost());
        return new GeneratedRequest(
                plan.month(),
                new HoldPlaced(
                        requestId, customer.account(), customer.key(), hold, "", acceptedAt, acceptedAt.plus(DEADLINE)),
                usages,
                new RequestClosed(
                        requestId,
                        customer.account(),
                        customer.key(),
                        course.outcome(),
                        usages.size(),
                        hold,
                        course.outcome().billed() ? null : "provider_error",
                        finishedAt.plusMillis(CLOSING_MILLIS)),
                random.nextInt(DRAWS) == 0);
    }

    /** In the order of time: the first ends with the month's first millisecond, the last is closed with its last. */
    private long finishedMillis() {
        long steps = plan.usages() - 1;
        return made >= steps ? lastMillis : startMillis + (lastMillis - startMillis) / steps * made;
    }

    /** An even share of what is left, but for a factor of 0.25 to 1.75; all of it for the last. */
    private NanoUsd budget() {
        long usages = plan.usages() - made;
        long share = Math.max(0, left.value()) / usages;
        return NanoUsd.of(usages == 1 ? share : share / 100 * (25 + random.nextInt(151)));
    }

    private static NanoUsd hold(NanoUsd cost, Course course) {
        NanoUsd charge = cost.plus(Fees.on(cost, FEE_BASIS_POINTS));
        long percent = course == Course.BEYOND_ITS_HOLD ? 70 : 130;
        return NanoUsd.of(charge.value() / 100 * percent + 10_000);
    }

    private UUID timeOrdered(long millis) {
        long high = millis << 16 | 0x7000 | random.nextInt(0x1000);
        long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The attempts of one request. */
    private record Attempts(String requestId, Customer customer, NanoUsd hold, Instant acceptedAt) {

        UsageRecorded record(
                int number, Offer offer, PriceVersion prices, Usage usage, Outcome outcome, Instant finishedAt) {
            Rating rating = Rater.rate(usage, prices, FEE_BASIS_POINTS, hold, NanoUsd.ZERO, outcome);
            boolean answered = usage.completionTokens() != null;
            String finish = outcome == Outcome.COMPLETED ? "stop" : null;
            return new UsageRecorded(
                    Ids.attemptId(requestId, number),
                    requestId,
                    number,
                    customer.account(),
                    customer.key(),
                    "local",
                    "chat",
                    offer.model(),
                    offer.model(),
                    offer.provider(),
                    null,
                    offer.endpoint(),
                    prices,
                    FEE_BASIS_POINTS,
                    hold,
                    NanoUsd.ZERO,
                    usage,
                    rating,
                    outcome,
                    finish,
                    finish,
                    null,
                    null,
                    true,
                    true,
                    acceptedAt,
                    acceptedAt.plusMillis(20),
                    answered ? acceptedAt.plusMillis(500) : null,
                    finishedAt,
                    customer.app(),
                    null,
                    null);
        }
    }
}
