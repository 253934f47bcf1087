package io.tollgate.localstack.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.localstack.stack.OperatorClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what was true at an instant. */
@Command(
        name = "as-of",
        mixinStandardHelpOptions = true,
        description = "Say what an account had, what a key was allowed, or what an endpoint cost at an instant.")
final class AsOfCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--at",
            required = true,
            paramLabel = "INSTANT",
            description = "An instant like 2026-11-22T10:15:30Z, or a day.")
    private String at = "";

    @Option(names = "--account", paramLabel = "ID", description = "The account; alone, its credit is said.")
    private @Nullable String account;

    @Option(names = "--key", paramLabel = "HASH", description = "A key of the account.")
    private @Nullable String key;

    @Option(names = "--endpoint", paramLabel = "ID", description = "An endpoint like author/model@provider.")
    private @Nullable String endpoint;

    @Override
    public Integer call() {
        String path = path();
        OperatorClient operator = OperatorClient.ofEnvironment(RunningStack.require());
        JsonNode answer = operator.require(operator.get(path));
        System.out.println(answer.path("data").toPrettyString());
        return 0;
    }

    private String path() {
        if (endpoint != null && account == null && key == null) {
            return "/operator/v1/catalogue/prices?endpoint=" + encoded(endpoint) + "&at=" + encoded(at);
        }
        if (account == null || endpoint != null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "name an --account, a --key of an --account, or an --endpoint");
        }
        String keyPart = key == null ? "" : "/keys/" + encoded(key);
        return "/operator/v1/accounts/" + encoded(account) + keyPart + "/as-of?at=" + encoded(at);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
