package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Two hundred callers ask for long streams and read a byte a second: memory stays bounded, and others do not notice while all that is
 * for them waits to be read. What it costs to produce their answers is the machine's to bear, and not measured.
 */
final class SlowReaders implements Fault {

    private static final int READERS = 200;
    private static final int WORDS = 2_000;
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(3);
    private static final long SPARE_MEMORY = 160L << 20;
    private static final long SPARE_MILLIS = 500;

    @Override
    public String id() {
        return "F29";
    }

    @Override
    public String title() {
        return "200 callers that read one byte a second";
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        trial.textsVary();
        Wallet slow = trial.wallet("50");
        calls(trial);
        long usual = percentile(calls(trial));
        long memory = stage.residentBytes();
        stage.simulator().script(0, WORDS, List.of());
        SlowCallers callers = SlowCallers.start(READERS, stage.origin(), slow, WORDS);
        boolean answered = Load.await(
                ANSWERED_WITHIN,
                () -> callers.begun() == READERS && stage.unfinished().isEmpty());
        stage.simulator().usual();
        long connected = callers.connected();
        long meanwhile = percentile(calls(trial));
        long memoryMeanwhile = stage.residentBytes();
        callers.close();
        trial.hit(
                "slow readers had not read their answers",
                answered && connected > READERS / 2,
                callers.begun() + " began to read, " + connected + " were still at it");
        trial.check(
                "memory stays bounded",
                memoryMeanwhile - memory < SPARE_MEMORY,
                (memory >> 20) + " MB before, " + (memoryMeanwhile >> 20) + " MB with them");
        trial.check(
                "others do not notice",
                meanwhile <= usual * 6 / 5 + SPARE_MILLIS,
                "95 %% within %d ms before, %d ms with them".formatted(usual, meanwhile));
    }

    private static List<Transcript> calls(Trial trial) {
        Load load = trial.load(new LoadPlan(4, 100, 0, 0, false));
        LockSupport.parkNanos(MEASURED.toNanos());
        return load.finish();
    }

    private static long percentile(List<Transcript> seen) {
        List<Long> millis = seen.stream().map(Transcript::millis).sorted().toList();
        return millis.isEmpty() ? Long.MAX_VALUE / 4 : millis.get(millis.size() * 95 / 100);
    }
}
