package io.tollgate.localstack.command;

import io.tollgate.localstack.books.MonthlyReport;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints a month. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Print a month: requests, tokens, provider cost, fees and throughput.")
final class ReportCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--month", paramLabel = "YYYY-MM", description = "The month in UTC; this month if left out.")
    private String month = YearMonth.now(ZoneOffset.UTC).toString();

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Override
    public Integer call() {
        MonthlyReport report = MonthlyReport.of(RunningStack.require(), parsed());
        System.out.print(json ? report.json() : report.table());
        return 0;
    }

    private YearMonth parsed() {
        try {
            return YearMonth.parse(month);
        } catch (DateTimeException notAMonth) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--month is a month like 2026-11, not '" + month + "'");
        }
    }
}
