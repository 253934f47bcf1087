package io.tollgate.e2e;

import io.tollgate.chaos.stage.Stage;
import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.stack.Progress;
import io.tollgate.testkit.TestInfrastructure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One running Tollgate for all tests of this module, with the simulator in the place of every provider. */
public final class SystemUnderTest {

    private static @Nullable Stage running;
    private static boolean failed;

    private SystemUnderTest() {}

    /** The system, started the first time it is asked for. Whoever changes what the simulator answers undoes that. */
    public static synchronized Stage running() {
        Stage system = running;
        if (system == null) {
            if (failed) {
                throw new IllegalStateException("the system did not start for an earlier test");
            }
            failed = true;
            system = Stage.start(layout(), Progress.SILENT);
            Runtime.getRuntime().addShutdownHook(new Thread(system::close, "stop-system-under-test"));
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
}
