package io.tollgate.simulation.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process. What is scheduled for it happens only while it is the same incarnation: a crash drops all of it. While it is paused its
 * events wait, and then all happen: it wakes up believing what it believed before.
 */
public final class Node {

    private final String name;
    private final String kind;
    private final Runnable boot;
    private final List<Runnable> onCrash = new ArrayList<>();
    private int incarnation;
    private boolean up;
    private long pausedUntil;
    private long clockIsOff;
    private long steps;
    private @Nullable Runnable fault;
    private long faultAtStep = Long.MAX_VALUE;

    /** @param boot starts the process; runs again after each crash */
    Node(String name, Runnable boot) {
        this.name = name;
        this.kind = name.replaceAll("-.*", "");
        this.boot = boot;
    }

    public String name() {
        return name;
    }

    /** What sort of process it is: its name without the number. */
    public String kind() {
        return kind;
    }

    /** Microseconds by which its clock is fast. */
    long clockIsOff() {
        return clockIsOff;
    }

    void setClockOff(long micros) {
        clockIsOff = micros;
    }

    /** Grows with every start. */
    public int incarnation() {
        return incarnation;
    }

    public boolean isUp() {
        return up;
    }

    /** Whether this incarnation of the process still lives. */
    public boolean lives(int bornAs) {
        return up && incarnation == bornAs;
    }

    /** Told at the next crash of this incarnation; things that outlive a process (the broker, a lock) learn of it here. */
    public void onCrash(Runnable told) {
        onCrash.add(told);
    }

    /** Lets something happen to the process in front of a step of it, counted from now. */
    public void atStep(long step, Runnable happens) {
        faultAtStep = steps + step;
        fault = happens;
    }

    boolean isPausedAt(long now) {
        return pausedUntil > now;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    void pauseUntil(long time) {
        pausedUntil = Math.max(pausedUntil, time);
    }

    /** Counts a step; runs the fault that stands in front of it. */
    void step() {
        steps++;
        if (steps >= faultAtStep) {
            faultAtStep = Long.MAX_VALUE;
            Runnable happens = fault;
            if (happens != null) {
                happens.run();
            }
        }
    }

    void start() {
        up = true;
        incarnation++;
        boot.run();
    }

    void crash() {
        up = false;
        pausedUntil = 0;
        List<Runnable> told = List.copyOf(onCrash);
        onCrash.clear();
        told.forEach(Runnable::run);
    }

    @Override
    public String toString() {
        return name;
    }
}
