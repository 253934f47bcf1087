package io.tollgate.localstack.stack;

/** Told what is going on while a person waits. */
@FunctionalInterface
public interface Progress {

    /** Nobody waits. */
    Progress SILENT = step -> {};

    void step(String what);

    /** Whether anybody still waits; a start that nobody waits for is given up. Any thread. */
    default boolean isWanted() {
        return true;
    }
}
