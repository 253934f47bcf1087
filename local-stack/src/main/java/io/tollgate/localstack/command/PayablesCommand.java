package io.tollgate.localstack.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.localstack.books.PayablesText;
import io.tollgate.localstack.stack.OperatorClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what providers are owed, what was earned and what was lost. */
@Command(
        name = "payables",
        mixinStandardHelpOptions = true,
        description = "Print a month of the house: what each provider is owed, fees, losses, and the trial balance.")
final class PayablesCommand implements Callable<Integer> {

    @Mixin
    private MonthOption month = new MonthOption();

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    @Override
    public Integer call() {
        OperatorClient operator = OperatorClient.ofEnvironment(RunningStack.require());
        JsonNode house = operator.require(operator.get("/operator/v1/payables?month=" + month.value()))
                .path("data");
        if (json) {
            System.out.println(house.toPrettyString());
        } else {
            System.out.print(PayablesText.table(house));
        }
        return house.path("balanced").asBoolean() ? 0 : 1;
    }
}
