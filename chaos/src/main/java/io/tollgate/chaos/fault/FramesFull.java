package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.stage.FramesView;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Frames Redis has no memory left for longer than workers wait for it: replies end with an error when they give up, nothing is thrown
 * away, and no hold is lost.
 */
final class FramesFull implements Fault {

    private static final Duration FULL = Duration.ofSeconds(20);
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    /** Workers wait 15 s for room, and callers learn it then, not at their deadline. */
    private static final long TOLD_WITHIN_MILLIS = 22_000;

    private static final long USUAL_LIMIT = 512L << 20;

    @Override
    public String id() {
        return "F22";
    }

    @Override
    public String title() {
        return "frames Redis is full (noeviction)";
    }

    @Override
    public void run(Trial trial) {
        FramesView frames = trial.stage().frames();
        long evicted = frames.evicted();
        Load load = trial.load(LoadPlan.streams(8));
        load.awaitClean(5, SERVED_WITHIN);
        try {
            frames.limit(frames.used());
            LockSupport.parkNanos(FULL.toNanos());
        } finally {
            frames.limit(USUAL_LIMIT);
        }
        trial.check("callers are served again", load.awaitClean((int) load.clean() + 10, SERVED_WITHIN), "");
        load.finish();
        long failed = load.soFar().stream().filter(each -> !each.isClean()).count();
        long latest = load.soFar().stream().mapToLong(Transcript::millis).max().orElse(0);
        trial.check(
                "nobody waits for its deadline",
                latest <= TOLD_WITHIN_MILLIS,
                "the longest call took " + latest + " ms");
        trial.hit("replies found no memory", failed > 0, failed + " calls failed");
        trial.check("nothing was thrown away", frames.evicted() == evicted, "");
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.neverSilent(trial, seen);
    }
}
