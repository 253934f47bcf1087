package io.tollgate.bench.sevenmonths;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.stack.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short version of the scenario, through the real consumers. */
class SevenMonthsIT {

    private static final long USAGES = 3_000;
    private static final long SEED = 20_241_001;

    @Test
    void shouldAgreeToTheNanoDollarInEveryReport() throws IOException {
        // Given
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        Path root = Path.of(
                System.getProperty("tollgate.root", target.resolve("../..").toString()));
        Layout layout = new Layout(root.toAbsolutePath().normalize(), Files.createTempDirectory(target, "replay-"));
        try (ReplayStack stack = ReplayStack.start(layout, Progress.SILENT)) {
            SevenMonths scenario = new SevenMonths(stack, USAGES, SEED, Progress.SILENT);
            // When
            SevenMonths.Outcome outcome = scenario.run();
            List<String> broken = scenario.brokenInvariants();
            GrowthTable table = new GrowthTable(outcome, broken);
            System.out.println("seed " + SEED + "\n" + table.text());
            // Then
            assertThat(outcome.comparison().differences()).isEmpty();
            assertThat(broken).isEmpty();
            assertThat(outcome.reported().postings())
                    .containsOnlyKeys(outcome.totals().months().keySet());
            assertThat(table.isRight()).isTrue();
            assertThat(yearOf(outcome).inference()).isBetween(NanoUsd.parse("99999999.9"), NanoUsd.parse("100000000"));
            assertThat(yearOf(outcome).fee()).isBetween(NanoUsd.parse("4999999.9"), NanoUsd.parse("5000000"));
            // and what was read is this run's, not just anything that agrees with itself
            Totals others = new UsageGenerator(GrowthPlan.of(USAGES), new Market(), SEED + 1).totals();
            assertThat(Comparison.of(others, outcome.granted(), outcome.reported())
                            .differences())
                    .hasSizeGreaterThan(200);
        }
    }

    private static Sums yearOf(SevenMonths.Outcome outcome) {
        return outcome.totals().months().tailMap(YearMonth.of(2025, 6)).values().stream()
                .reduce(Sums.NONE, Sums::plus);
    }
}
