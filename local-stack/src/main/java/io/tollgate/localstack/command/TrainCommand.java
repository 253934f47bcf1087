package io.tollgate.localstack.command;

import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.stack.DemoAccount;
import io.tollgate.localstack.stack.LocalStack;
import io.tollgate.localstack.stack.OperatorClient;
import io.tollgate.localstack.stack.Progress;
import io.tollgate.localstack.stack.StackOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Part of the build: runs every service once, so that it leaves a cache with which later starts take a fraction of the time. */
@Command(name = "train", hidden = true, mixinStandardHelpOptions = true, description = "Prepare quick starts.")
final class TrainCommand implements Callable<Integer> {

    private static final int CALLS = 20;

    @Override
    public Integer call() {
        Path root = Repository.layout().root();
        Layout layout = new Layout(root, root.resolve("local-stack/target/training"));
        layout.forget();
        try (LocalStack stack = LocalStack.start(StackOptions.training(layout), Progress.SILENT)) {
            DemoAccount demo = DemoAccount.open(stack, layout);
            OperatorClient caller = new OperatorClient(stack.ports().url("ingress"), demo.apiKey());
            for (int i = 0; i < CALLS; i++) {
                caller.require(caller.post("/api/v1/chat/completions", chat(demo.model())));
            }
        }
        layout.forget();
        return 0;
    }

    private static Map<String, ?> chat(String model) {
        return Map.of(
                "model", model, "max_tokens", 5, "messages", List.of(Map.of("role", "user", "content", "Say hello.")));
    }
}
