package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.stage.SmallDisk;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.localstack.infrastructure.EmbeddedInfrastructure.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The disk of the broker or of PostgreSQL is full under load; then there is room again, and what had given up is started again.
 *
 * @param part whose disk it is
 */
record FullDisk(String id, String title, Part part) implements Fault {

    private static final String SAID = "No space left on device";
    private static final long SPARE = 64L << 20;
    private static final int WARM_CALLS = 10;
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(60);
    private static final Duration STAYS_FULL = Duration.ofSeconds(10);
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(60);

    @Override
    public @Nullable String notShown() {
        return SmallDisk.impossible();
    }

    @Override
    public void run(Trial trial) throws IOException {
        Stage stage = trial.stage();
        SmallDisk disk = stage.moveToSmallDisk(part, SPARE);
        try {
            Load load = trial.load(LoadPlan.USUAL);
            load.awaitClean(WARM_CALLS, SERVED_WITHIN);
            long complaints = complaints(stage);
            int seenBefore = load.soFar().size();
            long filled = disk.fill();
            boolean noticed = Load.await(NOTICED_WITHIN, () -> complains(stage, complaints));
            LockSupport.parkNanos(STAYS_FULL.toNanos());
            trial.hit(part + " had no room left", noticed, (filled >> 20) + " MB were taken");
            Aftermath.refusedClearly(trial, load.soFar().stream().skip(seenBefore));
            disk.free();
            stage.kill(part);
            stage.startAgain(part);
            long clean = load.clean();
            trial.checkWithin("callers are served again", SERVED_WITHIN, () -> load.clean() >= clean + WARM_CALLS);
            load.finish();
        } finally {
            stage.moveBack(part, disk);
        }
    }

    private boolean complains(Stage stage, long before) {
        if (part == Part.POSTGRES) {
            stage.books().demandRoom();
        }
        return complaints(stage) > before || !stage.isAlive(part);
    }

    private long complaints(Stage stage) {
        try (Stream<String> lines = Files.lines(stage.saidBy(part))) {
            return lines.filter(line -> line.contains(SAID)).count();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.neverSilent(trial, seen);
    }
}
