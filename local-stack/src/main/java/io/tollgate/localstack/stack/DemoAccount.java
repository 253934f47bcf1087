package io.tollgate.localstack.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.localstack.process.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The account that a new stack opens, so that the first call can be made at once. It is opened through the operator's API like any
 * other and kept as long as the books are.
 *
 * @param baseUrl what OpenAI SDKs call the base URL
 * @param apiKey for calling models
 * @param managementKey for managing the account's keys
 * @param credit what was granted, in USD
 * @param model a model to try
 */
public record DemoAccount(String baseUrl, String apiKey, String managementKey, String credit, String model) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final String ACCOUNT = "demo";
    private static final String CREDIT = "100";
    private static final String MODEL = "deepseek/deepseek-v4-flash";

    /** The demo account of a stack: the one that its environment file remembers, or a new one. Writes that file. */
    public static DemoAccount open(LocalStack stack, Layout layout) {
        String origin = stack.ports().url("ingress");
        Map<String, String> known = EnvironmentFile.read(layout.localEnvironment());
        String apiKey = known.getOrDefault("TOLLGATE_API_KEY", "");
        String managementKey = known.getOrDefault("TOLLGATE_MANAGEMENT_KEY", "");
        if (apiKey.isEmpty()
                || !new OperatorClient(origin, apiKey).get("/api/v1/key").isSuccess()) {
            OperatorClient operator = new OperatorClient(origin, stack.operatorKey());
            openAccount(operator);
            apiKey = createKey(operator, "demo", false);
            managementKey = createKey(operator, "demo management", true);
        }
        OperatorClient caller = new OperatorClient(origin, apiKey);
        String model = awaitModel(caller);
        awaitCredit(caller);
        DemoAccount account = new DemoAccount(origin + "/api/v1", apiKey, managementKey, CREDIT, model);
        account.write(stack, layout);
        return account;
    }

    /** The catalogue travels to ingress as events: waits until a model can be called. The usual one, if it can. */
    private static String awaitModel(OperatorClient caller) {
        await(
                "The catalogue has no " + MODEL + ".",
                () -> !caller.get("/api/v1/models/" + MODEL + "/endpoints")
                        .body()
                        .at("/data/endpoints")
                        .isEmpty());
        return await(
                "No model can be called: no provider is live, and the simulator is off.",
                () -> DemoModel.choose(caller.get("/api/v1/models").body().path("data"), MODEL));
    }

    /** The ledger fills an empty Redis some seconds after it is ready, and until then nothing that costs can be called. */
    private static void awaitCredit(OperatorClient caller) {
        await(
                "Credit is not there.",
                () -> caller.get("/health/ready")
                        .body()
                        .findValuesAsText("credit filled")
                        .contains("true"));
    }

    private static void await(String otherwise, BooleanSupplier holds) {
        await(otherwise, () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    private static <T> T await(String otherwise, Supplier<Optional<T>> look) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (Instant.now().isAfter(deadline)) {
                throw new StartFailedException(otherwise);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static void openAccount(OperatorClient operator) {
        OperatorClient.Answer opened =
                operator.post("/operator/v1/accounts", Map.of("id", ACCOUNT, "name", "Demo account"));
        if (opened.status() != 409) {
            operator.require(opened);
        }
        operator.require(operator.post(
                "/operator/v1/accounts/" + ACCOUNT + "/credits", Map.of("id", "demo-credit", "amount", CREDIT)));
    }

    private static String createKey(OperatorClient operator, String name, boolean management) {
        JsonNode created = operator.require(operator.post(
                "/operator/v1/accounts/" + ACCOUNT + "/keys", Map.of("name", name, "management", management)));
        return created.path("key").asText();
    }

    private void write(LocalStack stack, Layout layout) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("TOLLGATE_URL", baseUrl);
        variables.put("TOLLGATE_API_KEY", apiKey);
        variables.put("TOLLGATE_MANAGEMENT_KEY", managementKey);
        variables.put("TOLLGATE_OPERATOR_KEY", stack.operatorKey());
        variables.put("TOLLGATE_SIMULATOR_URL", stack.ports().url("simulator"));
        variables.put("TOLLGATE_MODEL", model);
        try {
            EnvironmentFile.write(layout.localEnvironment(), variables);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + layout.localEnvironment(), failed);
        }
    }
}
