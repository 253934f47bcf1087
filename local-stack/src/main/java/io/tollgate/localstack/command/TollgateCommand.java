package io.tollgate.localstack.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Tollgate on this machine, from the command line. */
@Command(
        name = "tollgate",
        mixinStandardHelpOptions = true,
        version = "Tollgate 0.1.0",
        description = "One key, one OpenAI-compatible API, every model; books exact to the nano-dollar.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            AuditCommand.class,
            ReportCommand.class,
            StatementCommand.class,
            PayablesCommand.class,
            ReconcileInvoiceCommand.class,
            RerateCommand.class,
            CloseCommand.class,
            AsOfCommand.class,
            DeadLetterCommand.class,
            CatalogueCommand.class,
            DeclareCommand.class,
            TrainCommand.class
        },
        footer = {
            "",
            "Also: 'tollgate test' builds everything and runs all tests; 'tollgate build' only builds; 'tollgate chaos' breaks a stack",
            "of its own and audits the books.",
            "Ports are set by TOLLGATE_PORT_INGRESS (8080), TOLLGATE_PORT_KAFKA (9092) and so on; see docs/configuration.md."
        })
public final class TollgateCommand implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do.");
    }

    /** Runs a command and ends with its exit code: 0 well, 1 not well, 2 wrong usage. */
    public static void main(String[] arguments) {
        CommandProgram.run(new TollgateCommand(), arguments);
    }
}
