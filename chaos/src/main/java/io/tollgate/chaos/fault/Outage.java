package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.localstack.infrastructure.EmbeddedInfrastructure.Part;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A store or the broker is away for a while, dead or silent, and comes back.
 *
 * @param part what is away
 * @param silent whether it is frozen, so that connections stay open and nothing answers; else it is killed and started again
 * @param away how long
 * @param awayQuick how long in the quick selection
 * @param servesOn whether callers must be served meanwhile; else they must be refused clearly
 */
record Outage(
        String id,
        String title,
        boolean fast,
        Part part,
        boolean silent,
        Duration away,
        Duration awayQuick,
        boolean servesOn)
        implements Fault {

    private static final Duration BACK_WITHIN = Duration.ofSeconds(60);
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(20);
    private static final Duration REBUILT_WITHIN = Duration.ofSeconds(15);
    /** Callers who come while it is away: those who were being served may wait for its return in silence. */
    private static final LoadPlan NEWCOMERS = new LoadPlan(3, 70, 0, 0, false);

    private static final int WARM_CALLS = 5;
    private static final int SOME_CALLS = 10;
    private static final long CLEAR_MILLIS = 1_000;
    private static final long SPARE_MEMORY = 150L << 20;

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        List<Wallet> newcomersOn = trial.someWallets();
        Load load = trial.load(LoadPlan.USUAL);
        load.awaitClean(WARM_CALLS, SERVED_WITHIN);
        long memory = stage.residentBytes();
        int seenBefore = load.soFar().size();
        if (silent) {
            stage.freeze(part);
        } else {
            stage.kill(part);
        }
        Load newcomers = trial.load(NEWCOMERS, newcomersOn, caller -> stage.origin());
        LockSupport.parkNanos(trial.time(away, awayQuick).toNanos());
        List<Transcript> meanwhile = Stream.concat(load.soFar().stream().skip(seenBefore), newcomers.soFar().stream())
                .toList();
        long servedMeanwhile = meanwhile.stream().filter(Transcript::isClean).count();
        long memoryAway = stage.residentBytes();
        if (silent) {
            stage.thaw(part);
        } else {
            stage.startAgain(part);
        }
        if (part == Part.KAFKA) {
            // it is away until its JVM runs and its log is read, however slow the machine
            trial.checkWithin("the broker is back", BACK_WITHIN, stage.log()::isServing);
        }
        if (part == Part.CREDIT_REDIS) {
            trial.checkWithin("credit Redis is filled again", REBUILT_WITHIN, () -> isReady(stage));
        }
        long cleanMeanwhile = load.clean();
        trial.checkWithin("callers are served again", SERVED_WITHIN, () -> load.clean() >= cleanMeanwhile + SOME_CALLS);
        trial.hit(
                part + " was away for " + trial.time(away, awayQuick).toSeconds() + " s under load",
                servesOn ? servedMeanwhile > 0 : meanwhile.stream().anyMatch(each -> !each.isClean()),
                servedMeanwhile + " served and " + (meanwhile.size() - servedMeanwhile) + " refused or cut meanwhile");
        if (servesOn) {
            trial.check(
                    "chat goes on meanwhile",
                    meanwhile.stream().allMatch(Transcript::isClean),
                    Aftermath.some(
                            meanwhile.stream().filter(each -> !each.isClean()).toList()));
        } else {
            refusals(trial, meanwhile);
        }
        trial.check(
                "memory stays flat",
                memoryAway - memory < SPARE_MEMORY,
                (memory >> 20) + " MB before, " + (memoryAway >> 20) + " MB meanwhile");
        newcomers.finish();
        load.finish();
    }

    private static boolean isReady(Stage stage) {
        try {
            return stage.credit().isReady();
        } catch (io.lettuce.core.RedisException notYet) {
            return false;
        }
    }

    private static void refusals(Trial trial, List<Transcript> meanwhile) {
        List<Transcript> refused = Aftermath.refusedClearly(trial, meanwhile.stream());
        long slow =
                refused.stream().filter(each -> each.millis() > CLEAR_MILLIS).count();
        long median = refused.stream()
                .mapToLong(Transcript::millis)
                .sorted()
                .skip(refused.size() / 2)
                .findFirst()
                .orElse(0);
        trial.check(
                "most refusals come within a second",
                median <= CLEAR_MILLIS,
                "median %d ms, %d of %d later".formatted(median, slow, refused.size()));
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.neverSilent(trial, seen);
    }
}
