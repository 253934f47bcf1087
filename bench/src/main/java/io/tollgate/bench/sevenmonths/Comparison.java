package io.tollgate.bench.sevenmonths;

import io.tollgate.bench.sevenmonths.Reported.Posted;
import io.tollgate.contracts.money.NanoUsd;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Compares what the books say with what the generator made, figure by figure and to the nano-dollar. Pure. */
final class Comparison {

    private static final String METERING = "metering report";
    private static final String LEDGER = "ledger report";
    private static final String POSTINGS = "postings";

    private final List<Difference> differences = new ArrayList<>();
    private long compared;

    private Comparison() {}

    /**
     * A figure that differs.
     *
     * @param of month or account
     * @param generated money in nano-dollars
     * @param found as {@code source} says
     */
    record Difference(String of, String figure, String source, long generated, long found) {

        String line() {
            return "%s %s: %s says %d, the generator made %d".formatted(of, figure, source, found, generated);
        }
    }

    /**
     * What came of a comparison.
     *
     * @param compared figures that were compared
     */
    record Result(long compared, List<Difference> differences) {}

    /** @param granted credit given to each account */
    static Result of(Totals totals, Map<String, NanoUsd> granted, Reported reported) {
        Comparison comparison = new Comparison();
        totals.months().forEach((month, sums) -> comparison.month(month, sums, reported));
        comparison.balances(totals.chargeOfAccount(), granted, reported.balances());
        return new Result(comparison.compared, List.copyOf(comparison.differences));
    }

    private void month(YearMonth month, Sums made, Reported reported) {
        String of = month.toString();
        Sums metering = reported.metering().getOrDefault(month, Sums.NONE);
        Sums ledger = reported.ledger().getOrDefault(month, Sums.NONE);
        Posted posted = reported.postings().getOrDefault(month, Posted.NOTHING);
        compare(of, "usages", METERING, made.attempts(), metering.attempts());
        compare(of, "requests", METERING, made.requests(), metering.requests());
        compare(of, "prompt tokens", METERING, made.promptTokens(), metering.promptTokens());
        compare(of, "completion tokens", METERING, made.completionTokens(), metering.completionTokens());
        money(of, METERING, made, metering);
        compare(of, "usages", LEDGER, made.attempts(), ledger.attempts());
        money(of, LEDGER, made, ledger);
        compare(of, "cost", POSTINGS, made.cost(), posted.payable());
        compare(of, "fee", POSTINGS, made.fee(), posted.fee());
    }

    private void money(String of, String source, Sums made, Sums found) {
        compare(of, "cost", source, made.cost(), found.cost());
        compare(of, "fee", source, made.fee(), found.fee());
        compare(of, "charge", source, made.charge(), found.charge());
        compare(of, "absorbed", source, made.absorbed(), found.absorbed());
    }

    private void balances(
            SortedMap<String, NanoUsd> charges, Map<String, NanoUsd> granted, Map<String, NanoUsd> balances) {
        charges.forEach((account, charge) -> compare(
                account,
                "credit left",
                "ledger",
                granted.getOrDefault(account, NanoUsd.ZERO).minus(charge),
                balances.getOrDefault(account, NanoUsd.ZERO)));
    }

    private void compare(String of, String figure, String source, NanoUsd made, NanoUsd found) {
        compare(of, figure, source, made.value(), found.value());
    }

    private void compare(String of, String figure, String source, long made, long found) {
        compared++;
        if (made != found) {
            differences.add(new Difference(of, figure, source, made, found));
        }
    }
}
