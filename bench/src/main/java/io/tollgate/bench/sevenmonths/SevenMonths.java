package io.tollgate.bench.sevenmonths;

import io.tollgate.bench.sevenmonths.ConsumerProgress.Seen;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.localstack.stack.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The scenario: makes the accounts and grants them credit, publishes every generated event, waits until ledger and metering have taken
 * all of them, and compares their books with the generator's totals.
 */
public final class SevenMonths {

    /** Records that a consumer may be behind before publishing waits for it. */
    private static final long MOST_BEHIND = 200_000;

    private static final int REQUESTS_BETWEEN_LOOKS = 5_000;
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** Without any progress for so long, something is broken. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration REPORT_EVERY = Duration.ofSeconds(10);
    private static final long NANOS = 1_000_000_000;
    /** What each account gets beyond what it will spend. */
    private static final long SLACK_DOLLARS = 1_000;

    private final ReplayStack stack;
    private final UsageGenerator generator;
    private final Progress progress;
    private long requests;
    private Instant reportAt = Instant.EPOCH;

    /**
     * A run on a stack of its own.
     *
     * @param usages usages to replay, {@link GrowthPlan#FEWEST} to {@link GrowthPlan#MOST}
     */
    public SevenMonths(ReplayStack stack, long usages, long seed, Progress progress) {
        this.stack = stack;
        this.generator = new UsageGenerator(GrowthPlan.of(usages), new Market(), seed);
        this.progress = progress;
    }

    /**
     * What came of a run.
     *
     * @param granted credit of each account
     */
    record Outcome(
            Totals totals,
            Map<String, NanoUsd> granted,
            Reported reported,
            Comparison.Result comparison,
            Timing timing) {}

    /**
     * Runs it.
     *
     * @throws IllegalStateException if a part fails or the consumers stand still
     */
    Outcome run() {
        progress.step("adding up what will be generated");
        Totals totals = generator.totals();
        progress.step("opening %d accounts and granting their credit"
                .formatted(totals.chargeOfAccount().size()));
        Map<String, NanoUsd> granted = grant(totals);
        Timing timing = replay(totals, granted.size());
        progress.step("reading the reports");
        Reported reported = new BookReader(stack)
                .read(totals.months().keySet(), totals.chargeOfAccount().keySet());
        return new Outcome(totals, granted, reported, Comparison.of(totals, granted, reported), timing);
    }

    private Map<String, NanoUsd> grant(Totals totals) {
        ServiceClient ledger = stack.ledger();
        Map<String, NanoUsd> granted = new TreeMap<>();
        totals.chargeOfAccount().forEach((account, charge) -> {
            NanoUsd credit = NanoUsd.of((charge.value() / NANOS + SLACK_DOLLARS) * NANOS);
            ledger.post("/operator/v1/accounts", Map.of("id", account, "name", account));
            ledger.post(
                    "/operator/v1/accounts/" + account + "/credits",
                    Map.of("id", "seven-months", "amount", credit.toString()));
            granted.put(account, credit);
        });
        return granted;
    }

    private Timing replay(Totals totals, int grants) {
        long usages = totals.all().attempts();
        long announced = usages + totals.all().requests() + grants;
        SortedMap<String, Long> cpuBefore = stack.cpuTime().look();
        Instant begun = Instant.now();
        try (EventFeed feed = new EventFeed(stack.kafka());
                ConsumerProgress consumers = new ConsumerProgress(stack.kafka())) {
            generator.each(request -> {
                feed.publish(request);
                requests++;
                if (requests % REQUESTS_BETWEEN_LOOKS == 0) {
                    report(requests + " requests published", consumers.look());
                    await(consumers, seen -> seen.mostBehind() <= MOST_BEHIND);
                }
            });
            feed.flush();
            Duration published = Duration.between(begun, Instant.now());
            progress.step("%d events published in %s".formatted(feed.published(), published));
            await(consumers, seen -> seen.mostBehind() == 0 && seen.ledgerEvents() >= announced);
            return new Timing(
                    usages,
                    published,
                    Duration.between(begun, Instant.now()),
                    CpuTime.between(cpuBefore, stack.cpuTime().look()));
        }
    }

    private void await(ConsumerProgress consumers, Predicate<Seen> wanted) {
        Seen seen = consumers.look();
        Instant giveUpAt = Instant.now().plus(PATIENCE);
        while (!wanted.test(seen)) {
            if (Instant.now().isAfter(giveUpAt)) {
                throw new IllegalStateException("no progress for " + PATIENCE + ": " + seen);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            stack.requireAlive();
            Seen next = consumers.look();
            if (!next.equals(seen)) {
                giveUpAt = Instant.now().plus(PATIENCE);
            }
            seen = next;
            report(requests + " requests published", seen);
        }
    }

    private void report(String what, Seen seen) {
        if (Instant.now().isAfter(reportAt)) {
            reportAt = Instant.now().plus(REPORT_EVERY);
            progress.step(what + ", behind: " + seen.behind());
        }
    }

    /** The checks that both services make of themselves, as {@code name: broken of checked}; only those that are broken. */
    List<String> brokenInvariants() {
        return new Invariants(stack).broken();
    }
}
