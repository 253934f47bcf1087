package io.tollgate.localstack.command;

import java.time.DateTimeException;
import java.time.YearMonth;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The month that a command is about. */
final class MonthOption {

    @Spec(Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--month", required = true, paramLabel = "YYYY-MM", description = "The month in UTC.")
    private String month = "";

    /** The month; wrong usage if it is none. */
    YearMonth value() {
        try {
            return YearMonth.parse(month);
        } catch (DateTimeException notAMonth) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--month is a month like 2026-11, not '" + month + "'");
        }
    }
}
