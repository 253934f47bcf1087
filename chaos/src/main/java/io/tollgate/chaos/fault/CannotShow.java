package io.tollgate.chaos.fault;

import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;

/** A row of the table that this command cannot show, and why; it is listed so that nobody takes it for shown. */
record CannotShow(String id, String title, String notShown) implements Fault {

    @Override
    public void run(Trial trial) {
        throw new UnsupportedOperationException(notShown);
    }
}
