package io.tollgate.simulation.world;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Clock and scheduler. Everything that happens is a step at a point of virtual time (microseconds); steps at the same time happen in the
 * order in which they were planned. All chance comes from {@link #dice}, so a seed is a schedule.
 */
public final class World {

    /** Microseconds in a millisecond. */
    public static final long MILLI = 1_000;
    /** Microseconds in a second. */
    public static final long SECOND = 1_000_000;

    private static final Instant BEGINNING = Instant.parse("2026-11-22T12:00:00Z");
    private static final long RETRY_SPREAD = 3;
    private static final String UNNAMED = "";

    private final long seed;
    private final Dice dice;
    private final PriorityQueue<Step> steps = new PriorityQueue<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Ambush> ambushes = new ArrayList<>();
    private final Sightings sightings = new Sightings();
    private final List<String> violations = new ArrayList<>();
    private final @Nullable List<String> trace;
    private long now;
    private long planned;
    private int busy;
    private long taken;
    private @Nullable Node here;

    /** A crash that waits for a process of a kind to come to a named step. */
    private static final class Ambush {

        private final String kind;
        private final String what;
        private final long downMicros;
        private long passes;

        private Ambush(String kind, String what, long nth, long downMicros) {
            this.kind = kind;
            this.what = what;
            this.passes = nth;
            this.downMicros = downMicros;
        }
    }

    /**
     * A world of a seed.
     *
     * @param traced whether to keep a readable record of what happens
     */
    public World(long seed, boolean traced) {
        this.seed = seed;
        this.dice = new Dice(seed);
        this.trace = traced ? new ArrayList<>() : null;
    }

    public long seed() {
        return seed;
    }

    public Dice dice() {
        return dice;
    }

    /** Microseconds since the world began. */
    public long now() {
        return now;
    }

    public Instant instant() {
        return BEGINNING.plusNanos(now * 1_000);
    }

    /** What a process takes for the time. */
    public Instant instant(Node node) {
        return BEGINNING.plusNanos((now + node.clockIsOff()) * 1_000);
    }

    public Sightings sightings() {
        return sightings;
    }

    /** What must never happen and did. */
    public List<String> violations() {
        return violations;
    }

    /** The record of what happened; empty unless it was wanted. */
    public List<String> trace() {
        return trace == null ? List.of() : trace;
    }

    /** Steps taken so far. */
    public long taken() {
        return taken;
    }

    /** Notes that something happened which must never happen. */
    public void violated(String what) {
        violations.add(what);
        note(() -> "VIOLATION " + what);
    }

    /** Adds to the record. */
    public void note(Supplier<String> text) {
        if (trace != null) {
            trace.add(String.format("%10.3f ms  %s", now / (double) MILLI, text.get()));
        }
    }

    /** A new process, not yet started. */
    public Node node(String name, Runnable boot) {
        Node node = new Node(name, boot);
        nodes.put(name, node);
        return node;
    }

    /** Forgets a process that has done its work. */
    public void remove(Node node) {
        nodes.remove(node.name());
    }

    public List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    public void start(Node node) {
        if (!node.isUp()) {
            note(() -> node + " starts");
            node.start();
        }
    }

    /** Kills a process; it starts again after a while. */
    public void crash(Node node, long downMicros) {
        if (node.isUp()) {
            note(() -> node + " CRASHES");
            sightings.saw("crash of " + node.kind());
            node.crash();
            outside(downMicros, () -> start(node));
        }
    }

    /** Stops a process for a while without telling anybody, itself included. */
    public void pause(Node node, long micros) {
        if (node.isUp()) {
            note(() -> node + " PAUSES for " + Duration.ofNanos(micros * 1_000));
            sightings.saw("pause of " + node.kind());
            node.pauseUntil(now + micros);
        }
    }

    /** Lets a process die in front of a named step: the nth time that one of its kind comes to it. */
    public void ambush(String kind, String what, long nth, long downMicros) {
        ambushes.add(new Ambush(kind, what, nth, downMicros));
    }

    /** Sets a process's clock off by so much. */
    public void skew(Node node, long micros) {
        note(() -> node + "'s clock is off by " + Duration.ofNanos(micros * 1_000));
        sightings.saw("clock skew of " + node.kind());
        node.setClockOff(micros);
    }

    /** Plans a step of a process. */
    public void after(Node node, long micros, Runnable work) {
        plan(micros, node, node.incarnation(), false, UNNAMED, work);
    }

    /** Plans a step of the process whose step runs now, or of nobody. */
    Step afterHere(long micros, Runnable work) {
        Node node = here;
        return plan(micros, node, node == null ? 0 : node.incarnation(), false, UNNAMED, work);
    }

    /** Takes a planned step back. */
    void cancel(Step step) {
        if (!step.cancelled && !step.taken) {
            step.cancelled = true;
            busy -= step.idle ? 0 : 1;
        }
    }

    /** Plans a step of a process as it was when something began; dropped if that incarnation is gone. */
    public void after(Node node, int incarnation, long micros, Runnable work) {
        plan(micros, node, incarnation, false, UNNAMED, work);
    }

    /** Plans a step that has a name, at which a process can be made to die. */
    public void after(Node node, int incarnation, long micros, String what, Runnable work) {
        plan(micros, node, incarnation, false, what, work);
    }

    /** Plans a step of a process that need not happen before the world can come to rest: a poll, a timer that mostly finds nothing. */
    public void idly(Node node, long micros, Runnable work) {
        plan(micros, node, node.incarnation(), true, UNNAMED, work);
    }

    /** Plans something outside of all processes that means nothing once the world has come to rest. */
    public void outsideIdly(long micros, Runnable work) {
        plan(micros, null, 0, true, UNNAMED, work);
    }

    /** Plans something that happens outside of all processes: in Redis, in the broker, to a process. */
    public void outside(long micros, Runnable work) {
        plan(micros, null, 0, false, UNNAMED, work);
    }

    /** A result after a while, in a process. */
    public Uni<Void> pause(Node node, int incarnation, long micros) {
        return Uni.createFrom().emitter(emitter -> after(node, incarnation, micros, () -> emitter.complete(null)));
    }

    /**
     * Repeats a step until it works, with growing pauses, as {@code retry().withBackOff(first, last)} does.
     *
     * @param giveUpAfter microseconds after which the last failure is passed on; absent for never
     */
    public <T> Uni<T> persist(
            Node node, Supplier<Uni<T>> step, Duration first, Duration last, @Nullable Long giveUpAfter) {
        Long expires = giveUpAfter == null ? null : Long.valueOf(now + giveUpAfter);
        return attempt(node, node.incarnation(), step, micros(first), micros(last), expires);
    }

    private <T> Uni<T> attempt(
            Node node, int incarnation, Supplier<Uni<T>> step, long pause, long last, @Nullable Long expires) {
        return Uni.createFrom().deferred(step::get).onFailure().recoverWithUni(failure -> {
            long wait = dice.between(pause / 2, pause * RETRY_SPREAD / 2);
            if (expires != null && now + wait > expires) {
                return Uni.createFrom().failure(failure);
            }
            return pause(node, incarnation, wait)
                    .chain(() -> attempt(node, incarnation, step, Math.min(pause * 2, last), last, expires));
        });
    }

    /** Microseconds of a duration. */
    public static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /** Takes steps until only idle ones are left and the condition holds, or the time is over. */
    public void run(long untilMicros, Supplier<Boolean> resting) {
        while (!steps.isEmpty()) {
            if (busy == 0 && resting.get()) {
                return;
            }
            Step step = steps.remove();
            if (step.at > untilMicros) {
                violated("the world does not come to rest");
                return;
            }
            take(step);
        }
    }

    private void take(Step step) {
        if (step.cancelled) {
            return;
        }
        Node node = step.node;
        now = Math.max(now, step.at);
        if (node != null && node.lives(step.incarnation) && node.isPausedAt(now)) {
            steps.add(step.laterAt(node.pausedUntil()));
            return;
        }
        busy -= step.idle ? 0 : 1;
        step.taken = true;
        if (node == null) {
            work(null, step);
            return;
        }
        if (!node.lives(step.incarnation)) {
            return;
        }
        spring(node, step.what);
        node.step();
        if (!node.lives(step.incarnation)) {
            return;
        }
        if (node.isPausedAt(now)) {
            busy += step.idle ? 0 : 1;
            step.taken = false;
            steps.add(step.laterAt(node.pausedUntil()));
            return;
        }
        work(node, step);
    }

    /** Says that a process is at a named place in the middle of a step; false if it died there, and must do nothing more. */
    public boolean passes(Node node, String what) {
        int incarnation = node.incarnation();
        spring(node, what);
        return node.lives(incarnation);
    }

    private void spring(Node node, String what) {
        if (ambushes.isEmpty() || what.equals(UNNAMED)) {
            return;
        }
        for (Ambush ambush : ambushes) {
            if (ambush.what.equals(what) && ambush.kind.equals(node.kind()) && --ambush.passes == 0) {
                sightings.saw("crash of " + node.kind() + " at " + what);
                note(() -> node + " is at " + what);
                crash(node, ambush.downMicros);
            }
        }
    }

    private void work(@Nullable Node node, Step step) {
        taken++;
        here = node;
        step.work.run();
        here = null;
    }

    private Step plan(long micros, @Nullable Node node, int incarnation, boolean idle, String what, Runnable work) {
        busy += idle ? 0 : 1;
        Step step = new Step(now + Math.max(0, micros), planned++, node, incarnation, idle, what, work);
        steps.add(step);
        return step;
    }
}
