package io.tollgate.chaos.trial;

import io.tollgate.chaos.load.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that goes wrong on purpose. */
public interface Fault {

    /** Its id in the table, e.g. {@code F6}. */
    String id();

    /** What goes wrong, in a few words. */
    String title();

    /** Whether it belongs to the short selection. */
    default boolean fast() {
        return false;
    }

    /** Why it cannot be shown here; absent if it can. */
    default @Nullable String notShown() {
        return null;
    }

    /**
     * Makes it go wrong under load and looks at what becomes of it. Says through the trial that it did go wrong, and what it checked; the
     * trial undoes the damage, waits for quiet and audits the books afterwards.
     *
     * @throws Exception if it could not be tried; the trial fails then
     */
    void run(Trial trial) throws Exception;

    /**
     * Looks at what is left when everything is healed and quiet, beyond what every trial is audited for.
     *
     * @param seen what every caller saw
     */
    default void verify(Trial trial, List<Transcript> seen) {}
}
