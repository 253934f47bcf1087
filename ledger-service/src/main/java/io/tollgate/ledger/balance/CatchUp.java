package io.tollgate.ledger.balance;

import java.util.Map;

/** Compares how far the books reach with where the log ended. Pure. */
public final class CatchUp {

    private CatchUp() {}

    /**
     * Whether the books reach the given ends.
     *
     * @param ends end offset of each partition that holds anything
     * @param reached next offset of each partition that the books have read from
     */
    public static boolean isDone(Map<Integer, Long> ends, Map<Integer, Long> reached) {
        return ends.entrySet().stream().allMatch(end -> reached.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
}
