package io.tollgate.localstack.command;

import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.stack.EnvironmentFile;
import io.tollgate.localstack.stack.StackPorts;
import java.util.Map;

/** The stack that other commands talk to. */
final class RunningStack {

    private RunningStack() {}

    /** {@code host:port} of the stack's Kafka. */
    static String kafka() {
        return "127.0.0.1:" + StackPorts.fromEnvironment(System.getenv()).of("kafka");
    }

    /**
     * The variables that {@code up} wrote: URLs and keys.
     *
     * @throws NotRunningException if no stack runs
     */
    static Map<String, String> require() {
        Layout layout = Repository.layout();
        Map<String, String> environment = EnvironmentFile.read(layout.localEnvironment());
        if (Repository.launcher().isEmpty() || environment.isEmpty()) {
            throw new NotRunningException("It is not running; start it with './tollgate up'.");
        }
        return environment;
    }
}
