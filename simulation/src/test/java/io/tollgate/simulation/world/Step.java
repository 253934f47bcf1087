package io.tollgate.simulation.world;

import org.jspecify.annotations.Nullable;

/** Something that happens at a point of time: later ones after earlier ones, at the same time in the order of their planning. */
final class Step implements Comparable<Step> {

    final @Nullable Node node;
    final int incarnation;
    final boolean idle;
    final String what;
    final Runnable work;
    long at;
    boolean taken;
    boolean cancelled;
    private final long order;

    Step(long at, long order, @Nullable Node node, int incarnation, boolean idle, String what, Runnable work) {
        this.at = at;
        this.order = order;
        this.node = node;
        this.incarnation = incarnation;
        this.idle = idle;
        this.what = what;
        this.work = work;
    }

    /** The same step, put off; it must not be planned while it changes. */
    Step laterAt(long time) {
        at = time;
        return this;
    }

    @Override
    public int compareTo(Step other) {
        int byTime = Long.compare(at, other.at);
        return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
}
