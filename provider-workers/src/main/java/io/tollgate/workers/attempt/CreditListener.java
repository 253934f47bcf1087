package io.tollgate.workers.attempt;

import io.tollgate.workers.conclusion.Ending;

/** Is told how the credit of an attempt stands. Called on the attempt's context. */
interface CreditListener {

    /** Whether the attempt is this worker's and its answer is still waited for. */
    boolean isWanted();

    /** Read nothing more until {@link #there()}. */
    void awaited();

    /** There is credit to read on. */
    void there();

    /** Stop the provider for this reason. */
    void out(Ending why);
}
