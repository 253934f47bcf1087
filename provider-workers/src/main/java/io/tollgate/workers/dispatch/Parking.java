package io.tollgate.workers.dispatch;

import java.util.concurrent.atomic.AtomicInteger;

/** A limited number of places for records that wait outside of the work in progress. Thread-safe. */
final class Parking {

    private final int places;
    private final AtomicInteger taken = new AtomicInteger();

    Parking(int places) {
        this.places = places;
    }

    /** Takes a place if there is one. */
    boolean enter() {
        int now = taken.getAndUpdate(count -> count < places ? count + 1 : count);
        return now < places;
    }

    void leave() {
        taken.decrementAndGet();
    }

    int taken() {
        return taken.get();
    }
}
