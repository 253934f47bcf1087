package io.tollgate.chaos.load;

/**
 * The load of a trial.
 *
 * @param callers how many call at the same time, each one call after the other
 * @param streamedPercent share of streams
 * @param leavingPercent share of streams whose caller leaves
 * @param resumingPercent share of streams whose caller cuts its connection and resumes
 * @param resumesBroken whether the callers of all other streams resume too, if their connection breaks
 */
public record LoadPlan(
        int callers, int streamedPercent, int leavingPercent, int resumingPercent, boolean resumesBroken) {

    /** What most faults are tried under. */
    public static final LoadPlan USUAL = new LoadPlan(10, 70, 0, 0, false);

    /** Few callers, for faults that start services: on a busy machine these take as long as callers let them. */
    public static final LoadPlan FEW = new LoadPlan(4, 70, 0, 0, false);

    /** Streams alone, read to their end. */
    public static LoadPlan streams(int callers) {
        return new LoadPlan(callers, 100, 0, 0, false);
    }
}
