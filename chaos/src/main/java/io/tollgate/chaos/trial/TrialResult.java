package io.tollgate.chaos.trial;

import java.util.List;

/**
 * What became of a trial.
 *
 * @param evidence that the fault did strike; a trial whose evidence does not hold fails
 * @param checks what had to hold
 * @param calls calls that were made
 * @param clean those of them that ended as a complete answer does
 * @param millis time of the whole trial
 * @param quietMillis time from the end of the load until nothing was under way
 */
public record TrialResult(
        String id,
        String title,
        List<Finding> evidence,
        List<Finding> checks,
        int calls,
        int clean,
        long millis,
        long quietMillis) {

    public TrialResult {
        evidence = List.copyOf(evidence);
        checks = List.copyOf(checks);
    }

    /** Whether the fault struck and everything held. */
    public boolean passed() {
        return !evidence.isEmpty() && broken().isEmpty();
    }

    /** What did not hold. */
    public List<Finding> broken() {
        return java.util.stream.Stream.concat(evidence.stream(), checks.stream())
                .filter(finding -> !finding.holds())
                .toList();
    }

    /** One line for people. */
    public String line() {
        String hits = evidence.stream()
                .map(finding -> (finding.holds() ? "" : "NOT: ")
                        + finding.what()
                        + (finding.detail().isEmpty() ? "" : " (" + finding.detail() + ")"))
                .reduce((left, right) -> left + "; " + right)
                .orElse("no evidence");
        return "%-4s %-4s %-62s %5.1f s  %3d calls  %2d checks  hit: %s"
                .formatted(passed() ? "PASS" : "FAIL", id, title, millis / 1000.0, calls, checks.size(), hits);
    }
}
