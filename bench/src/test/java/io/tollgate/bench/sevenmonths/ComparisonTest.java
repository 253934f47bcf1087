package io.tollgate.bench.sevenmonths;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.sevenmonths.Comparison.Difference;
import io.tollgate.bench.sevenmonths.Reported.Posted;
import io.tollgate.contracts.money.NanoUsd;
import java.time.YearMonth;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final YearMonth MONTH = YearMonth.of(2025, 5);
    private static final NanoUsd CREDIT = NanoUsd.parse("9000000");

    private final Totals totals = new UsageGenerator(GrowthPlan.of(20_000), new Market(), 1).totals();
    private final Map<YearMonth, Sums> metering = new TreeMap<>(totals.months());
    private final Map<YearMonth, Sums> ledger = new TreeMap<>(totals.months());
    private final Map<YearMonth, Posted> postings = new TreeMap<>();
    private final Map<String, NanoUsd> granted = new TreeMap<>();
    private final Map<String, NanoUsd> balances = new TreeMap<>();

    ComparisonTest() {
        totals.months().forEach((month, sums) -> postings.put(month, new Posted(sums.cost(), sums.fee())));
        totals.chargeOfAccount().forEach((account, charge) -> {
            granted.put(account, CREDIT);
            balances.put(account, CREDIT.minus(charge));
        });
    }

    private Comparison.Result compare() {
        return Comparison.of(totals, granted, new Reported(metering, ledger, postings, balances));
    }

    @Test
    void shouldFindNothingWhereAllAgrees() {
        assertThat(compare().differences()).isEmpty();
        assertThat(compare().compared()).isEqualTo(20 * 15 + 48);
    }

    @Test
    void shouldFindOneNanoDollarWhereverItIs() {
        // Given
        NanoUsd one = NanoUsd.of(1);
        Sums more = new Sums(0, 0, 0, 0, NanoUsd.ZERO, one, NanoUsd.ZERO, NanoUsd.ZERO);
        metering.merge(MONTH, more, Sums::plus);
        ledger.merge(MONTH, more, Sums::plus);
        Posted posted = postings.getOrDefault(MONTH, Posted.NOTHING);
        postings.put(MONTH, new Posted(posted.payable(), posted.fee().minus(one)));
        balances.merge("customer-07", one, NanoUsd::plus);
        // When, then
        assertThat(compare().differences())
                .extracting(
                        Difference::of, Difference::figure, Difference::source, each -> each.found() - each.generated())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("2025-05", "fee", "metering report", 1L),
                        org.assertj.core.groups.Tuple.tuple("2025-05", "fee", "ledger report", 1L),
                        org.assertj.core.groups.Tuple.tuple("2025-05", "fee", "postings", -1L),
                        org.assertj.core.groups.Tuple.tuple("customer-07", "credit left", "ledger", 1L));
    }

    @Test
    void shouldMissAMonthThatNobodyReports() {
        // Given
        ledger.remove(MONTH);
        // When, then
        assertThat(compare().differences())
                .allSatisfy(each -> assertThat(each.source()).isEqualTo("ledger report"))
                .extracting(Difference::figure)
                .containsExactly("usages", "cost", "fee", "charge", "absorbed");
    }
}
