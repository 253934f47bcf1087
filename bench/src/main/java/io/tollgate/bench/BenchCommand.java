package io.tollgate.bench;

import io.tollgate.bench.sevenmonths.SevenMonthsCommand;
import io.tollgate.localstack.command.CommandProgram;
import picocli.CommandLine;
import picocli.CommandLine.Command;

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
        CommandProgram.run(new BenchCommand(), arguments);
    }
}
