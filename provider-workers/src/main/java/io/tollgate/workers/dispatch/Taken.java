package io.tollgate.workers.dispatch;

/** What became of an assignment that was to be worked on. */
public sealed interface Taken {

    /** Nothing is left to do. */
    record Done() implements Taken {}

    /**
     * It cannot be worked on yet: another worker has it, or Redis is not ready.
     *
     * @param millis when to try again, from now
     */
    record Later(long millis) implements Taken {}
}
