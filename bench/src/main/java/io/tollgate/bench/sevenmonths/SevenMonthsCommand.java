package io.tollgate.bench.sevenmonths;

import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.stack.UnusableSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the scenario on a stack of its own. */
@Command(
        name = "seven-months",
        mixinStandardHelpOptions = true,
        description = {
            "Replay generated usage of a platform that grows from $0.8 million of inference in October 2024 to $8 million in",
            "May 2025, and a year of $100 million at that rate, through ledger and metering; compare every report with the",
            "generator's totals. Exit code 1 if one figure differs by a nano-dollar."
        })
public final class SevenMonthsCommand implements Callable<Integer> {

    /** Disk that one usage takes in Kafka and PostgreSQL while it runs, in bytes. */
    private static final long BYTES_A_USAGE = 12_000;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "100000",
            description =
                    "Usage events (default ${DEFAULT-VALUE}); the money stays the same. 10000000 is the long run.")
    private long events;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "20241001",
            description = "Seed (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    private final Instant begun = Instant.now();

    @Override
    public Integer call() throws IOException {
        Path root = Path.of(System.getProperty("tollgate.root", "."))
                .toAbsolutePath()
                .normalize();
        Layout layout = new Layout(root, root.resolve(".tollgate/bench"));
        if (events < GrowthPlan.FEWEST || events > GrowthPlan.MOST) {
            throw new UnusableSettingException(
                    "--events is a number from " + GrowthPlan.FEWEST + " to " + GrowthPlan.MOST + ".");
        }
        layout.leftOver().forEach(ProcessHandle::destroy);
        layout.forget();
        requireDisk(root);
        try (ReplayStack stack = ReplayStack.start(layout, this::progress)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop-replay"));
            SevenMonths scenario = new SevenMonths(stack, events, seed, this::progress);
            SevenMonths.Outcome outcome = scenario.run();
            progress("auditing");
            GrowthTable table = new GrowthTable(outcome, scenario.brokenInvariants());
            System.out.print(json ? table.json().toPrettyString() + System.lineSeparator() : table.text());
            System.out.flush();
            return table.isRight() ? 0 : 1;
        } finally {
            layout.forget();
        }
    }

    private void requireDisk(Path root) throws IOException {
        long needed = events * BYTES_A_USAGE + (1L << 30);
        if (Files.getFileStore(root).getUsableSpace() < needed) {
            throw new UnusableSettingException(
                    "%d usages need some %d GB of free disk where %s is.".formatted(events, needed >> 30, root));
        }
    }

    private void progress(String step) {
        System.err.printf(
                "  %4d s  %s%n", Duration.between(begun, Instant.now()).toSeconds(), step);
        System.err.flush();
    }
}
