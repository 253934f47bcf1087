package io.tollgate.localstack.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.localstack.books.InvoiceFile;
import io.tollgate.localstack.books.InvoiceText;
import io.tollgate.localstack.stack.OperatorClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares a provider's invoice with the books. */
@Command(
        name = "reconcile-invoice",
        mixinStandardHelpOptions = true,
        description = {
            "Compare a provider's invoice with what the books say we owe; posts nothing. Exit code 1 if something is open.",
            "FILE is CSV with a header: amount (USD), and attempt, or request, or model and date; tokens if known."
        })
final class ReconcileInvoiceCommand implements Callable<Integer> {

    private static final int LINES_A_CALL = 2000;

    @Mixin
    private MonthOption month = new MonthOption();

    @Option(names = "--provider", required = true, paramLabel = "SLUG", description = "The provider, e.g. openai.")
    private String provider = "";

    @Option(
            names = "--invoice",
            paramLabel = "ID",
            description = "Name of the invoice; made from the file if left out.")
    private @Nullable String id;

    @Option(
            names = "--model",
            paramLabel = "THEIRS=OURS",
            description = "What the invoice calls a model, and our id of it. May be repeated.")
    private Map<String, String> models = new HashMap<>();

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    @Parameters(paramLabel = "FILE", description = "The invoice.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        OperatorClient operator = OperatorClient.ofEnvironment(RunningStack.require());
        InvoiceFile invoice = InvoiceFile.check(file, models);
        String name =
                id == null ? "invoice-" + month.value() + "-" + invoice.digest().substring(0, 16) : id;
        String path = "/operator/v1/payables/" + encoded(provider) + "/invoices";
        invoice.pages(
                LINES_A_CALL,
                lines -> operator.require(operator.post(
                        path,
                        Map.of(
                                "id",
                                name,
                                "month",
                                month.value().toString(),
                                "line_count",
                                invoice.count(),
                                "lines",
                                lines))));
        JsonNode found =
                operator.require(operator.get(path + "/" + encoded(name))).path("data");
        System.out.print(json ? found.toPrettyString() + System.lineSeparator() : InvoiceText.table(found));
        return found.path("open").isEmpty() ? 0 : 1;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
