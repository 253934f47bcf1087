package io.tollgate.localstack.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.localstack.stack.OperatorClient;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Closes a month of the books. */
@Command(
        name = "close",
        mixinStandardHelpOptions = true,
        description =
                "Close a month that is over: nothing is booked in it any more. Repeating it shows what was closed.")
final class CloseCommand implements Callable<Integer> {

    @Mixin
    private MonthOption month = new MonthOption();

    @Override
    public Integer call() {
        OperatorClient operator = OperatorClient.ofEnvironment(RunningStack.require());
        JsonNode closed = operator.require(operator.post("/operator/v1/months/" + month.value() + "/close", Map.of()))
                .path("data");
        System.out.printf(
                "%s is closed: %s transactions, %s postings, %s USD moved%nsha256 %s%n",
                closed.path("month").asText(),
                closed.path("transactions").asText(),
                closed.path("postings").asText(),
                closed.path("moved").asText(),
                closed.path("sha256").asText());
        return 0;
    }
}
