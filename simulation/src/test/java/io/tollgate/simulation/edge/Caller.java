package io.tollgate.simulation.edge;

import io.tollgate.contracts.request.HoldTerms;
import io.tollgate.contracts.request.PromptFeatures;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A caller with one request, and all that it saw. */
public final class Caller {

    /** How it ended for the caller. */
    public enum Fate {
        /** Nothing is known yet. */
        WAITING,
        /** The last frame came. */
        ENDED,
        /** Refused before anything was accepted. */
        REFUSED,
        /** Told that no answer came. */
        FAILED,
        /** The connection broke. */
        CUT,
        /** The caller left. */
        LEFT
    }

    /**
     * What is asked.
     *
     * @param deadlineMicros from acceptance
     * @param leaveAfter microseconds after which the caller leaves; absent if it stays
     */
    public record Wish(
            String requestId,
            String account,
            String key,
            PromptFeatures features,
            boolean stream,
            HoldTerms hold,
            long deadlineMicros,
            @Nullable Long leaveAfter) {}

    private final World world;
    private final Wish wish;
    private final List<Frame> frames = new ArrayList<>();
    private Fate fate = Fate.WAITING;
    private int status;
    private boolean accepted;
    private boolean undecided;

    public Caller(World world, Wish wish) {
        this.world = world;
        this.wish = wish;
    }

    public Wish wish() {
        return wish;
    }

    public Fate fate() {
        return fate;
    }

    /** HTTP status of a refusal or failure. */
    public int status() {
        return status;
    }

    /** Frames in the order in which they came. */
    public List<Frame> frames() {
        return frames;
    }

    /** Whether Kafka has acknowledged the request, or somebody worked on it when ingress looked. */
    public boolean accepted() {
        return accepted;
    }

    /** The connection broke. */
    public void cut() {
        fate(Fate.CUT, 0);
    }

    /** Nobody took the request. */
    public void unreachable() {
        fate(Fate.REFUSED, 0);
    }

    /** Whether it was refused without knowing whether somebody works on it: it may be executed, and is then told to stop. */
    public boolean isUndecided() {
        return undecided;
    }

    void undecided() {
        undecided = true;
    }

    void accept() {
        accepted = true;
    }

    void frame(Frame frame) {
        if (fate != Fate.WAITING) {
            return;
        }
        if (frame.seq() != frames.size()) {
            world.violated(wish.requestId() + ": frame " + frame.seq() + " follows " + (frames.size() - 1));
        }
        frames.add(frame);
        if (frame.terminal()) {
            fate(Fate.ENDED, 200);
        }
    }

    void fate(Fate now, int withStatus) {
        if (fate == Fate.WAITING) {
            fate = now;
            status = withStatus;
            world.sightings().saw("caller " + now + (now == Fate.REFUSED ? " " + withStatus : ""));
            world.note(() -> "caller of " + wish.requestId() + " " + now + " " + withStatus);
        }
    }
}
