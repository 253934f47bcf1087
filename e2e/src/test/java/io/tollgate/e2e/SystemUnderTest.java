package io.tollgate.e2e;

import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.stack.DemoAccount;
import io.tollgate.localstack.stack.LocalStack;
import io.tollgate.localstack.stack.OperatorClient;
import io.tollgate.localstack.stack.Progress;
import io.tollgate.localstack.stack.StackOptions;
import io.tollgate.testkit.TestInfrastructure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One running Tollgate for all tests of this module, with the simulator in the place of every provider. */
public final class SystemUnderTest {

    private static @Nullable SystemUnderTest running;
    private static boolean failed;

    private final LocalStack stack;
    private final DemoAccount demo;
    private final SimulatorControl simulator;

    private SystemUnderTest(LocalStack stack, DemoAccount demo) {
        this.stack = stack;
        this.demo = demo;
        this.simulator = new SimulatorControl(stack.ports().url("simulator"));
    }

    /** The system, started the first time it is asked for. */
    public static synchronized SystemUnderTest running() {
        SystemUnderTest system = running;
        if (system == null) {
            if (failed) {
                throw new IllegalStateException("the system did not start for an earlier test");
            }
            failed = true;
            Layout layout = layout();
            LocalStack stack = LocalStack.start(StackOptions.isolated(layout, Map.of()), Progress.SILENT);
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop-system-under-test"));
            system = new SystemUnderTest(stack, DemoAccount.open(stack, layout));
            running = system;
            failed = false;
        }
        return system;
    }

    private static Layout layout() {
        try {
            Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
            return new Layout(TestInfrastructure.root(), Files.createTempDirectory(target, "system-"));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot create a folder for the system", failed);
        }
    }

    public LocalStack stack() {
        return stack;
    }

    /** The account that the launcher opens. */
    public DemoAccount demo() {
        return demo;
    }

    public SimulatorControl simulator() {
        return simulator;
    }

    /** The API as the operator. */
    public OperatorClient operator() {
        return new OperatorClient(stack.ports().url("ingress"), stack.operatorKey());
    }

    /** The API with any key. */
    public OperatorClient api(String key) {
        return new OperatorClient(stack.ports().url("ingress"), key);
    }
}
