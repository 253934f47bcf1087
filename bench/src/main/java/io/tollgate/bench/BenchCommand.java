package io.tollgate.bench;

import io.tollgate.bench.sevenmonths.SevenMonthsCommand;
import io.tollgate.localstack.stack.StartFailedException;
import io.tollgate.localstack.stack.UnusableSettingException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** The benchmarks, from the command line. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Benchmarks on a stack of their own.",
        synopsisSubcommandLabel = "BENCHMARK",
        subcommands = SevenMonthsCommand.class)
public final class BenchCommand implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say which benchmark.");
    }

    /** Runs a benchmark and ends with its exit code: 0 well, 1 not well, 2 wrong usage. */
    public static void main(String[] arguments) {
        int code = new CommandLine(new BenchCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command))
                .execute(arguments);
        System.exit(code);
    }

    private static int explain(Exception failure, CommandLine command) {
        if (failure instanceof UnusableSettingException || failure instanceof StartFailedException) {
            command.getErr().println("tollgate: " + failure.getMessage());
        } else {
            failure.printStackTrace(command.getErr());
        }
        return ExitCode.SOFTWARE;
    }
}
