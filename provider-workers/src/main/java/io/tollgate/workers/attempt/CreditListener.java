package io.tollgate.workers.attempt;

import io.tollgate.workers.conclusion.Ending;

/** Is told how the credit of a running stream stands. Called on the attempt's context. */
interface CreditListener {

    /** Read nothing more until {@link #there()}. */
    void awaited();

    /** There is credit to read on. */
    void there();

    /** Stop the provider for this reason. */
    void out(Ending why);
}
