package io.tollgate.localstack.command;

import io.tollgate.localstack.stack.StartFailedException;
import io.tollgate.localstack.stack.UnusableSettingException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** How every command of the launcher runs and fails. */
public final class CommandProgram {

    private CommandProgram() {}

    /** Runs a command and ends the process with its exit code: 0 well, 1 not well, 2 wrong usage. */
    public static void run(Object command, String[] arguments) {
        int code = new CommandLine(command)
                .setExecutionExceptionHandler((failure, line, parsed) -> explain(failure, line))
                .execute(arguments);
        System.exit(code);
    }

    /** What a person can mend is one sentence; anything else is our fault, and shows where. */
    private static int explain(Exception failure, CommandLine command) {
        if (failure instanceof UnusableSettingException
                || failure instanceof StartFailedException
                || failure instanceof NotRunningException) {
            command.getErr().println("tollgate: " + failure.getMessage());
        } else {
            failure.printStackTrace(command.getErr());
        }
        return ExitCode.SOFTWARE;
    }
}
