package io.tollgate.localstack.command;

import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.process.ProcessFile;
import io.tollgate.localstack.stack.DemoAccount;
import io.tollgate.localstack.stack.LocalStack;
import io.tollgate.localstack.stack.Progress;
import io.tollgate.localstack.stack.StackOptions;
import io.tollgate.localstack.stack.StackPorts;
import io.tollgate.localstack.stack.UnusableSettingException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts everything and stays until it is told to stop. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Start everything on this machine and print how to use it; Ctrl-C stops it.")
final class UpCommand implements Callable<Integer> {

    private static final long DISK_BYTES = 1L << 30;
    private static final Duration WATCH = Duration.ofSeconds(2);

    @Option(
            names = {"-d", "--detach"},
            description = "Leave it running in the background; 'tollgate down' stops it.")
    private boolean detach;

    @Option(names = "--fresh", description = "Forget accounts, balances and history of earlier starts.")
    private boolean fresh;

    @Option(
            names = "--live",
            description =
                    "Call providers for real whose key is in the environment (the file .tollgate/providers.env always counts).")
    private boolean live;

    private final Instant begun = Instant.now();

    @Override
    public Integer call() throws InterruptedException, IOException {
        Layout layout = Repository.layout();
        refuseSecondStart();
        requireDisk(layout);
        layout.leftOver().forEach(UpCommand::end);
        if (fresh) {
            layout.forget();
        }
        ProcessFile.write(layout.processFile(Repository.LAUNCHER), ProcessHandle.current());
        StackPorts ports = StackPorts.fromEnvironment(System.getenv());
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitStop(stop, stopped), "stop"));
        Progress progress = new Shown(begun, stop);
        try (LocalStack stack = LocalStack.start(StackOptions.lasting(layout, ports, live), progress)) {
            progress.step("opening the demo account");
            DemoAccount demo = DemoAccount.open(stack, layout);
            System.out.println(Welcome.text(stack, demo, layout, Duration.between(begun, Instant.now()), detach));
            System.out.flush();
            return stay(stack, stop);
        } finally {
            Files.deleteIfExists(layout.processFile(Repository.LAUNCHER));
            stopped.countDown();
        }
    }

    private static void refuseSecondStart() {
        Repository.launcher()
                .filter(other -> other.pid() != ProcessHandle.current().pid())
                .ifPresent(other -> {
                    throw new UnusableSettingException(
                            "It runs already (process " + other.pid() + "); 'tollgate down' stops it.");
                });
    }

    private static void requireDisk(Layout layout) throws IOException {
        FileStore store = Files.getFileStore(layout.root());
        if (store.getUsableSpace() < DISK_BYTES) {
            throw new UnusableSettingException(
                    "Less than 1 GB is free where " + layout.root() + " is; make some room.");
        }
    }

    private static void end(ProcessHandle leftOver) {
        leftOver.destroy();
        try {
            leftOver.onExit().get(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException stubborn) {
            leftOver.destroyForcibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs when the JVM is told to end: lets {@link #call} stop the stack in order before it does. */
    private static void awaitStop(CountDownLatch stop, CountDownLatch stopped) {
        if (stopped.getCount() > 0) {
            System.out.println("stopping ...");
        }
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int stay(LocalStack stack, CountDownLatch stop) throws InterruptedException {
        while (!stop.await(WATCH.toMillis(), TimeUnit.MILLISECONDS)) {
            List<String> ended = stack.ended();
            if (!ended.isEmpty()) {
                System.err.println(
                        "tollgate: ended by themselves: " + String.join(", ", ended) + "; stopping the rest.");
                return 1;
            }
        }
        return 0;
    }

    /** A line for each step, until the JVM is told to end. */
    private record Shown(Instant begun, CountDownLatch stop) implements Progress {

        @Override
        public void step(String what) {
            long seconds = Duration.between(begun, Instant.now()).toSeconds();
            System.out.printf("  %3d s  %s%n", seconds, what);
            System.out.flush();
        }

        @Override
        public boolean isWanted() {
            return stop.getCount() > 0;
        }
    }
}
