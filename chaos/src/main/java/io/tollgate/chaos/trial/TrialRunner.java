package io.tollgate.chaos.trial;

import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.localstack.books.Check;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Tries one fault after the other on one stage: break, heal, wait for quiet, audit. */
public final class TrialRunner {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(30);
    /** The unread records of a dead worker's partitions wait for its session to end; after that everything counts. */
    private static final Duration QUIET_AT_MOST = Duration.ofSeconds(75);

    private final Stage stage;
    private final long seed;
    private final boolean quick;
    private int tried;

    /**
     * A runner.
     *
     * @param quick whether faults may take their shorter times
     */
    public TrialRunner(Stage stage, long seed, boolean quick) {
        this.stage = stage;
        this.seed = seed;
        this.quick = quick;
    }

    /** Tries a fault to its end. Never throws for what it finds. */
    public TrialResult run(Fault fault) {
        long begun = System.nanoTime();
        tried++;
        String name = "chaos-" + fault.id().toLowerCase(java.util.Locale.ROOT) + "-" + tried;
        Trial trial = new Trial(stage, name, seed + fault.id().hashCode(), quick);
        long conflicts = stage.books().conflicts();
        long quarantined = stage.books().quarantined();
        long deadLetters = stage.log().deadLetters();
        List<Transcript> seen = List.of();
        long quiet = 0;
        try {
            fault.run(trial);
        } catch (Exception failed) {
            trial.check("the fault could be tried", false, text(failed));
        }
        try {
            stage.heal();
            seen = trial.finishLoads();
            quiet = awaitQuiet(trial);
            audit(trial, seen);
            fault.verify(trial, seen);
            trial.check(
                    "nothing contradicts what is booked",
                    stage.books().conflicts() - conflicts <= trial.conflictsAllowed(),
                    (stage.books().conflicts() - conflicts) + " conflicts");
            same(
                    trial,
                    "quarantined events",
                    trial.quarantinesExpected(),
                    stage.books().quarantined() - quarantined);
            same(trial, "dead letters", trial.deadLettersExpected(), stage.log().deadLetters() - deadLetters);
        } catch (RuntimeException failed) {
            trial.check("the damage could be undone and audited", false, text(failed));
        }
        return new TrialResult(
                fault.id(),
                fault.title(),
                trial.evidence(),
                trial.checks(),
                seen.size(),
                (int) seen.stream().filter(Transcript::isClean).count(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun),
                quiet);
    }

    private static void same(Trial trial, String what, long expected, long found) {
        trial.check(what + ": " + expected, expected == found, found + " found");
    }

    private long awaitQuiet(Trial trial) {
        long begun = System.nanoTime();
        String left = unfinished();
        while (!left.isEmpty() && System.nanoTime() - begun < QUIET_AT_MOST.toNanos()) {
            LockSupport.parkNanos(LOOK.toNanos());
            left = unfinished();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        trial.check(
                "quiet within " + QUIET_WITHIN.toSeconds() + " s",
                left.isEmpty() && millis <= QUIET_WITHIN.toMillis(),
                "%.1f s %s".formatted(millis / 1000.0, left));
        return millis;
    }

    private String unfinished() {
        try {
            return stage.unfinished();
        } catch (RuntimeException notYet) {
            return text(notYet);
        }
    }

    private void audit(Trial trial, List<Transcript> seen) {
        List<Check> audit = new ArrayList<>(stage.audit().run());
        audit.forEach(check -> trial.check("audit " + check.invariant(), !check.isBroken(), check.line()));
        Reconciliation.of(stage, trial.wallets(), seen, trial.doTextsVary())
                .forEach(finding -> trial.check(finding.what(), finding.holds(), finding.detail()));
    }

    private static String text(Throwable failed) {
        StringWriter text = new StringWriter();
        failed.printStackTrace(new PrintWriter(text));
        String all = text.toString();
        return all.substring(0, Math.min(1500, all.length()));
    }
}
