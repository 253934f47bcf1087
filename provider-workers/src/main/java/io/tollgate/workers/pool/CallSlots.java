package io.tollgate.workers.pool;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one provider: so many calls at once, so many requests waiting in order of arrival, none longer than the longest
 * wait. Thread-safe; waiters are told outside the lock.
 */
public final class CallSlots {

    /** Someone who waits for a slot. Told exactly once, by any thread. */
    public interface Waiter {

        /** A slot is the waiter's, until it is given back. */
        void granted();

        /** No slot came free in time. */
        void timedOut();
    }

    /** What happened to a request for a slot. */
    public enum Answer {
        /** The slot is taken. */
        GRANTED,
        /** The waiter stands in line and will be told. */
        QUEUED,
        /** The line is full. */
        FULL
    }

    private record Waiting(Waiter waiter, long since) {}

    private final int concurrency;
    private final int queueLimit;
    private final long maxWaitMillis;
    private final LongSupplier clockMillis;
    private final Queue<Waiting> line = new ArrayDeque<>();
    private int running;

    /**
     * @param concurrency calls at once, at least 1
     * @param queueLimit waiting requests, 0 for none
     * @param clockMillis a clock that never goes back
     */
    public CallSlots(int concurrency, int queueLimit, long maxWaitMillis, LongSupplier clockMillis) {
        if (concurrency < 1 || queueLimit < 0) {
            throw new IllegalArgumentException("a pool needs at least one slot and no negative queue");
        }
        this.concurrency = concurrency;
        this.queueLimit = queueLimit;
        this.maxWaitMillis = maxWaitMillis;
        this.clockMillis = clockMillis;
    }

    /** Asks for a slot; the waiter is called only after {@link Answer#QUEUED}. */
    public synchronized Answer request(Waiter waiter) {
        if (running < concurrency) {
            running++;
            return Answer.GRANTED;
        }
        if (line.size() >= queueLimit) {
            return Answer.FULL;
        }
        line.add(new Waiting(waiter, clockMillis.getAsLong()));
        return Answer.QUEUED;
    }

    /** Gives a slot back; the first in line gets it. */
    public void release() {
        Waiting next;
        synchronized (this) {
            next = line.poll();
            if (next == null) {
                running--;
            }
        }
        if (next != null) {
            next.waiter().granted();
        }
    }

    /** Tells those who waited too long. */
    public void expire() {
        Waiting expired = pollExpired();
        while (expired != null) {
            expired.waiter().timedOut();
            expired = pollExpired();
        }
    }

    private synchronized @Nullable Waiting pollExpired() {
        Waiting first = line.peek();
        if (first == null || clockMillis.getAsLong() - first.since() < maxWaitMillis) {
            return null;
        }
        return line.poll();
    }

    /** Calls at this moment. */
    public synchronized int running() {
        return running;
    }

    /** Requests that wait at this moment. */
    public synchronized int waiting() {
        return line.size();
    }
}
