package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Transcript.End;
import io.tollgate.chaos.stage.BooksView.Charge;
import io.tollgate.chaos.trial.Trial;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What must be so after a fault, in words that several faults share. */
final class Aftermath {

    /** A lease of 5 s, a session of 10 s, and 5 s until it is noticed and begun. */
    private static final long TAKEOVER_MILLIS = 20_000;
    /** How many usual answers a takeover may take besides: the answer itself, and what a busy machine adds. */
    private static final long USUAL_ANSWERS = 5;

    private Aftermath() {}

    /** Nothing beyond the audit. */
    static final BiConsumer<Trial, List<Transcript>> AUDIT_ALONE = (trial, seen) -> {};

    /** Every caller got its whole answer, and none waited longer than a takeover takes. */
    static void nobodyNoticed(Trial trial, List<Transcript> seen) {
        List<Transcript> unlucky = seen.stream().filter(each -> !each.isClean()).toList();
        trial.check("every caller has its whole answer", unlucky.isEmpty(), some(unlucky));
        waitedNoLonger(trial, seen);
    }

    /** Nobody waited longer than a takeover takes. */
    static void waitedNoLonger(Trial trial, List<Transcript> seen) {
        List<Long> millis = seen.stream()
                .filter(Transcript::isClean)
                .map(Transcript::millis)
                .sorted()
                .toList();
        long usual = millis.isEmpty() ? 0 : millis.get(millis.size() / 2);
        long longest = seen.stream().mapToLong(Transcript::millis).max().orElse(0);
        trial.check(
                "nobody waits longer than a takeover takes",
                longest <= TAKEOVER_MILLIS + USUAL_ANSWERS * usual,
                "%.1f s, where an answer takes %.1f s".formatted(longest / 1000.0, usual / 1000.0));
    }

    /** Streams that were cut ended with an error, none silently; the house bears what they cost. */
    static void cutWithAnError(Trial trial, List<Transcript> seen) {
        neverSilent(trial, seen);
        waitedNoLonger(trial, seen);
        List<Charge> interrupted = charges(trial, charge -> charge.outcome().equals("INTERRUPTED"));
        trial.check("an attempt was interrupted", !interrupted.isEmpty(), interrupted.size() + " attempts");
        trial.check(
                "the house bears what the cut attempts cost",
                interrupted.stream().allMatch(charge -> charge.charge() == 0 && charge.absorbed() == charge.cost())
                        && interrupted.stream().anyMatch(charge -> charge.absorbed() > 0),
                interrupted.stream().mapToLong(Charge::absorbed).sum() + " nano-dollars");
    }

    /** Whoever was refused got 503; returns those. */
    static List<Transcript> refusedClearly(Trial trial, Stream<Transcript> seen) {
        List<Transcript> refused = seen.filter(each -> each.status() >= 400).toList();
        List<Transcript> unclear =
                refused.stream().filter(each -> each.status() != 503).toList();
        trial.check("refusals say 503", unclear.isEmpty(), refused.size() + " refused, unclear " + some(unclear));
        return refused;
    }

    /** No answer stopped without a word. */
    static void neverSilent(Trial trial, List<Transcript> seen) {
        List<Transcript> silent =
                seen.stream().filter(each -> each.end() == End.BROKEN).toList();
        trial.check("no answer stops without a word", silent.isEmpty(), some(silent));
    }

    /** Charges of the trial's accounts. */
    static List<Charge> charges(Trial trial, Predicate<Charge> which) {
        return trial.stage().books().charges(trial.accounts()).values().stream()
                .flatMap(List::stream)
                .filter(which)
                .toList();
    }

    /** A few of them, for people. */
    static String some(List<Transcript> transcripts) {
        return transcripts.size()
                + transcripts.stream()
                        .sorted(Comparator.comparingLong(Transcript::millis))
                        .limit(3)
                        .map(each -> "; %s: status %d %s %s after %d ms"
                                .formatted(
                                        each.generation(), each.status(), each.end(), each.errorType(), each.millis()))
                        .reduce("", String::concat);
    }
}
