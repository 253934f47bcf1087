package io.tollgate.chaos.command;

import io.tollgate.chaos.fault.FaultTable;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Finding;
import io.tollgate.chaos.trial.TrialResult;
import io.tollgate.chaos.trial.TrialRunner;
import io.tollgate.localstack.command.CommandProgram;
import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.stack.Progress;
import io.tollgate.localstack.stack.UnusableSettingException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Breaks a stack of its own, fault after fault, and audits the books after each. */
@Command(
        name = "tollgate chaos",
        mixinStandardHelpOptions = true,
        description = {
            "Start a stack of its own, break it under load fault after fault, and audit the books after each.",
            "A fault that provably did not strike fails as well. Exit code 1 if any fails."
        })
public final class ChaosCommand implements Callable<Integer> {

    @Option(names = "--fast", description = "Only a selection, in shorter form.")
    private boolean fast;

    @Option(names = "--seed", description = "Repeat a run: what is drawn at random is drawn from it.")
    private @Nullable Long seed;

    @Option(names = "--fault", arity = "1..*", description = "Only these faults, by id.")
    private List<String> faults = new ArrayList<>();

    @Option(names = "--list", description = "Print the table of faults, and what cannot be shown here.")
    private boolean list;

    @Option(names = "--json", description = "Print the report as JSON instead of lines.")
    private boolean json;

    /** Runs the command and ends with its exit code: 0 well, 1 not well, 2 wrong usage. */
    public static void main(String[] arguments) {
        CommandProgram.run(new ChaosCommand(), arguments);
    }

    @Override
    public Integer call() {
        if (list) {
            FaultTable.all().forEach(fault -> System.out.println(line(fault)));
            return 0;
        }
        List<Fault> chosen = chosen();
        long drawnFrom = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
        Instant begun = Instant.now();
        List<TrialResult> results = run(chosen, drawnFrom, begun);
        ReportFile report = new ReportFile(drawnFrom, begun, Instant.now(), results);
        Path file = report.write(root().resolve(".tollgate/chaos"));
        if (json) {
            System.out.println(report.json());
        } else {
            long passed = results.stream().filter(TrialResult::passed).count();
            System.out.printf(
                    "%d of %d faults survived, seed %d, %d s; report in %s%n",
                    passed,
                    results.size(),
                    drawnFrom,
                    Duration.between(begun, Instant.now()).toSeconds(),
                    file);
        }
        return results.stream().allMatch(TrialResult::passed) ? 0 : 1;
    }

    private List<TrialResult> run(List<Fault> chosen, long drawnFrom, Instant begun) {
        say("seed " + drawnFrom + ", " + chosen.size() + " faults");
        List<TrialResult> results = new ArrayList<>();
        Layout layout = new Layout(root(), root().resolve(".tollgate/chaos/stack"));
        try (Stage stage = Stage.start(layout, Progress.SILENT)) {
            Thread stop = new Thread(stage::close, "stop-stage");
            Runtime.getRuntime().addShutdownHook(stop);
            say("the stack runs after %d s; its logs are in %s"
                    .formatted(Duration.between(begun, Instant.now()).toSeconds(), layout.logs()));
            TrialRunner runner = new TrialRunner(stage, drawnFrom, fast);
            for (Fault fault : chosen) {
                TrialResult result = runner.run(fault);
                results.add(result);
                say(result.line());
                result.broken().forEach(finding -> say("       broken: " + words(finding)));
            }
            Runtime.getRuntime().removeShutdownHook(stop);
        }
        return results;
    }

    private static String words(Finding finding) {
        return finding.what() + (finding.detail().isEmpty() ? "" : ": " + finding.detail());
    }

    private void say(String line) {
        if (!json) {
            System.out.println(line);
            System.out.flush();
        }
    }

    private List<Fault> chosen() {
        if (faults.isEmpty()) {
            return FaultTable.all().stream()
                    .filter(fault -> fault.notShown() == null)
                    .filter(fault -> !fast || fault.fast())
                    .toList();
        }
        return faults.stream().map(ChaosCommand::named).toList();
    }

    private static Fault named(String id) {
        Optional<Fault> found = FaultTable.all().stream()
                .filter(fault -> fault.id().equalsIgnoreCase(id))
                .findFirst();
        return found.filter(fault -> fault.notShown() == null)
                .orElseThrow(() -> new UnusableSettingException(
                        found.isPresent()
                                ? id + " cannot be shown here: " + found.get().notShown()
                                : "There is no fault " + id + "; see --list."));
    }

    private static String line(Fault fault) {
        String why = fault.notShown();
        return "%-5s %-4s %s%s"
                .formatted(
                        fault.id(),
                        why != null ? "-" : fault.fast() ? "fast" : "",
                        fault.title(),
                        why == null ? "" : "; not shown: " + why);
    }

    private static Path root() {
        return Path.of(System.getProperty("tollgate.root", "."))
                .toAbsolutePath()
                .normalize();
    }
}
