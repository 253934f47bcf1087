package io.tollgate.bench.sevenmonths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.contracts.money.NanoUsd;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthPlanTest {

    @Test
    void shouldGrowTenfoldInSevenMonthsAndGoOnForAYearOfAHundredMillion() {
        // When
        List<MonthPlan> months = GrowthPlan.of(1_000_000);
        // Then
        assertThat(months).hasSize(20);
        assertThat(months.getFirst().month()).isEqualTo(YearMonth.of(2024, 10));
        assertThat(months.getFirst().inference()).isEqualTo(NanoUsd.parse("800000"));
        assertThat(months.get(7).month()).isEqualTo(YearMonth.of(2025, 5));
        assertThat(months.get(7).inference()).isEqualTo(NanoUsd.parse("8000000"));
        assertThat(months.subList(8, 20).stream().map(MonthPlan::inference).reduce(NanoUsd.ZERO, NanoUsd::plus))
                .isEqualTo(NanoUsd.parse("100000000"));
        for (int i = 1; i <= 7; i++) {
            // the seventh root of ten is 1.3895
            long permille = months.get(i).inference().value()
                    / (months.get(i - 1).inference().value() / 1000);
            assertThat(permille).isBetween(1389L, 1390L);
        }
    }

    @Test
    void shouldSpreadAllUsagesOverAllMonths() {
        for (long usages : List.of(GrowthPlan.FEWEST, 12_345L, 10_000_000L)) {
            // When
            List<MonthPlan> months = GrowthPlan.of(usages);
            // Then
            assertThat(months.stream().mapToLong(MonthPlan::usages).sum()).isEqualTo(usages);
            assertThat(months).allSatisfy(month -> assertThat(month.usages()).isPositive());
        }
        assertThatThrownBy(() -> GrowthPlan.of(GrowthPlan.FEWEST - 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GrowthPlan.of(GrowthPlan.MOST + 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
