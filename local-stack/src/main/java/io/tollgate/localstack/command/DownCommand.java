package io.tollgate.localstack.command;

import io.tollgate.localstack.process.Layout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/** Stops the stack of this repository. */
@Command(name = "down", mixinStandardHelpOptions = true, description = "Stop everything that 'tollgate up' started.")
final class DownCommand implements Callable<Integer> {

    private static final long PATIENCE_SECONDS = 60;

    @Override
    public Integer call() throws InterruptedException {
        Layout layout = Repository.layout();
        Optional<ProcessHandle> launcher = Repository.launcher();
        if (launcher.isPresent()) {
            System.out.println("stopping ...");
            stop(launcher.get());
        }
        List<ProcessHandle> leftOver = layout.leftOver();
        for (ProcessHandle process : leftOver) {
            stop(process);
        }
        System.out.println(launcher.isEmpty() && leftOver.isEmpty() ? "nothing was running" : "stopped");
        return 0;
    }

    private static void stop(ProcessHandle process) throws InterruptedException {
        process.destroy();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stubborn) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
