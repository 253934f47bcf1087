package io.tollgate.localstack.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.localstack.books.CorrectedPrices;
import io.tollgate.localstack.books.Rerate;
import io.tollgate.localstack.books.RerateText;
import io.tollgate.localstack.stack.OperatorClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rates a month again under corrected prices. */
@Command(
        name = "rerate",
        mixinStandardHelpOptions = true,
        description = {
            "Rate a month's charges again under corrected prices and show the difference; with --post, book it.",
            "FILE has the form of a catalogue file: endpoints with prices, each from an instant on."
        })
final class RerateCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Mixin
    private MonthOption month = new MonthOption();

    @Option(names = "--prices", required = true, paramLabel = "FILE", description = "The corrected prices.")
    private Path prices = Path.of("");

    @Option(names = "--endpoint", paramLabel = "ID", description = "Only this endpoint of those in the file.")
    private @Nullable String endpoint;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Name of the re-rating; made from its contents if left out.")
    private @Nullable String id;

    @Option(
            names = "--post",
            description = "Book the differences as corrections, each once however often this is repeated.")
    private boolean post;

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        OperatorClient operator = OperatorClient.ofEnvironment(RunningStack.require());
        Map<String, Object> order = new HashMap<>();
        order.put("month", month.value().toString());
        order.put("prices", CorrectedPrices.read(prices, Repository.layout().catalogue()));
        if (endpoint != null) {
            order.put("endpoint", endpoint);
        }
        order.put("id", id == null ? Rerate.idOf(order) : id);
        Rerate rerate = new Rerate(operator, order);
        Rerate.Found found = rerate.look();
        Map<String, Object> values = new HashMap<>(RerateText.values(found));
        boolean complete = found.unratable() == 0;
        if (!json) {
            System.out.print(RerateText.table(found));
        }
        if (post && complete) {
            rerate.post();
            JsonNode booked = rerate.booked(PATIENCE);
            complete = booked.path("waiting").asLong() == 0
                    && booked.path("refused").asLong() == 0;
            values.put("booked", booked);
            if (!json) {
                System.out.printf(
                        "%nbooked as %s: %s corrections, cost %s, fee %s, charge %s, borne by us %s; %s wait, %s refused%n",
                        booked.path("id").asText(),
                        booked.path("booked").asText(),
                        booked.path("cost").asText(),
                        booked.path("fee").asText(),
                        booked.path("charge").asText(),
                        booked.path("absorbed").asText(),
                        booked.path("waiting").asText(),
                        booked.path("refused").asText());
            }
        }
        if (json) {
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(values));
        }
        return complete ? 0 : 1;
    }
}
