package io.tollgate.localstack.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.localstack.books.StatementText;
import io.tollgate.localstack.stack.OperatorClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints an account's month. */
@Command(
        name = "statement",
        mixinStandardHelpOptions = true,
        description =
                "Print a month of an account: opening balance, what came in, charges by model, fees, closing balance.")
final class StatementCommand implements Callable<Integer> {

    @Mixin
    private MonthOption month = new MonthOption();

    @Option(names = "--account", required = true, paramLabel = "ID", description = "The account.")
    private String account = "";

    @ArgGroup
    private Form form = new Form();

    /** How it is printed; a table unless said otherwise. */
    static final class Form {

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Option(
                names = "--csv",
                description = "Print CSV, one line an amount; the amounts but the balances sum to the change.")
        private boolean csv;
    }

    @Override
    public Integer call() {
        OperatorClient operator = OperatorClient.ofEnvironment(RunningStack.require());
        String path = "/operator/v1/statements/" + URLEncoder.encode(account, StandardCharsets.UTF_8) + "?month="
                + month.value();
        JsonNode statement = operator.require(operator.get(path)).path("data");
        if (form.json) {
            System.out.println(statement.toPrettyString());
        } else {
            System.out.print(form.csv ? StatementText.csv(statement) : StatementText.table(statement));
        }
        return 0;
    }
}
