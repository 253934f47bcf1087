package io.tollgate.localstack.stack;

/** Told what is going on while a person waits. */
@FunctionalInterface
public interface Progress {

    /** Nobody waits. */
    Progress SILENT = step -> {};

    void step(String what);
}
