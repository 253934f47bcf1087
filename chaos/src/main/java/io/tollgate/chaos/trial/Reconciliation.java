package io.tollgate.chaos.trial;

import io.tollgate.chaos.load.KnownAnswer;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Transcript.End;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.stage.BooksView.Charge;
import io.tollgate.chaos.stage.BooksView.Hold;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.contracts.money.NanoUsd;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Joins what every caller saw with what the ledger booked and what Redis says, caller by caller, to the nano-dollar. */
final class Reconciliation {

    private static final String COMPLETED = "COMPLETED";
    private static final String RELEASED = "RELEASED";
    private static final String BUDGET = "BUDGET_EXHAUSTED";

    private final Stage stage;
    private final List<Wallet> wallets;
    private final List<Transcript> transcripts;
    private final boolean textsVary;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, List<Charge>> charges;
    private final Map<String, Hold> holds;

    private Reconciliation(Stage stage, List<Wallet> wallets, List<Transcript> transcripts, boolean textsVary) {
        this.stage = stage;
        this.wallets = wallets;
        this.transcripts = transcripts;
        this.textsVary = textsVary;
        List<String> accounts = wallets.stream().map(Wallet::account).toList();
        this.charges = stage.books().charges(accounts);
        this.holds = stage.books().holds(accounts);
    }

    static List<Finding> of(Stage stage, List<Wallet> wallets, List<Transcript> transcripts, boolean textsVary) {
        Reconciliation reconciliation = new Reconciliation(stage, wallets, transcripts, textsVary);
        reconciliation.answers();
        reconciliation.money();
        return reconciliation.findings;
    }

    private void answers() {
        each("a clean end states its charge, as booked", Transcript::isClean, this::isChargedAsStated);
        each("a clean end has one paid, completed attempt", Transcript::isClean, this::isCompletedOnce);
        each("an answer that failed costs nothing", seen -> seen.end() == End.ERROR, this::isFree);
        each("frames come in order, each once", Transcript::streamed, seen -> isIncreasing(seen.eventIds()));
        if (!textsVary) {
            String whole = KnownAnswer.of(KnownAnswer.WORDS);
            each(
                    "a clean end has the whole text",
                    Transcript::isClean,
                    seen -> seen.text().equals(whole));
            each("no text has a gap or a repeat", seen -> true, seen -> whole.startsWith(seen.text()));
        }
        each(
                "a request that its caller knows is closed",
                seen -> seen.generation() != null && holds.containsKey(seen.generation()),
                seen -> isReleased(seen.generation()));
    }

    private void money() {
        List<String> accounts = wallets.stream().map(Wallet::account).toList();
        Map<String, Long> balances = stage.books().balances(accounts);
        List<String> wrong = new ArrayList<>();
        for (Wallet wallet : wallets) {
            long spent = all(charges).stream()
                    .filter(charge -> charge.account().equals(wallet.account()))
                    .mapToLong(Charge::charge)
                    .sum();
            long balance = balances.getOrDefault(wallet.account(), -1L);
            long granted = NanoUsd.parse(wallet.credit()).value();
            if (balance < 0 || granted - spent != balance) {
                wrong.add(wallet.account() + ": " + granted + " - " + spent + " != " + balance);
            }
            if (stage.credit().held(wallet.account()) != 0
                    || stage.credit().holds(wallet.account()) != 0
                    || stage.credit().posted(wallet.account()) != balance) {
                wrong.add(wallet.account() + ": Redis says " + stage.credit().posted(wallet.account()) + " held "
                        + stage.credit().held(wallet.account()));
            }
        }
        finding("credit - charges = balance = what Redis says, nothing held", wallets.size(), wrong);
        finding(
                "every hold is released",
                holds.size(),
                holds.values().stream()
                        .filter(hold -> !hold.state().equals(RELEASED))
                        .map(Hold::request)
                        .toList());
        finding(
                "a request pays for one attempt at most, within its hold",
                charges.size(),
                charges.keySet().stream().filter(this::isPaidTwice).toList());
    }

    private boolean isPaidTwice(String request) {
        List<Charge> of = charges.getOrDefault(request, List.of());
        Hold hold = holds.get(request);
        long sum = of.stream().mapToLong(Charge::charge).sum();
        return of.stream().filter(charge -> charge.charge() > 0).count() > 1 || hold == null || sum > hold.amount();
    }

    private boolean isChargedAsStated(Transcript seen) {
        return seen.cost() != null
                && NanoUsd.ofUsd(seen.cost()).value()
                        == chargesOf(seen).stream().mapToLong(Charge::charge).sum();
    }

    private boolean isCompletedOnce(Transcript seen) {
        List<Charge> completed = chargesOf(seen).stream()
                .filter(charge -> charge.outcome().equals(COMPLETED))
                .toList();
        return completed.size() == 1 && completed.getFirst().completionTokens() == seen.completionTokens();
    }

    private boolean isFree(Transcript seen) {
        return chargesOf(seen).stream()
                .allMatch(charge -> charge.charge() == 0 || charge.outcome().equals(BUDGET));
    }

    private boolean isReleased(@org.jspecify.annotations.Nullable String request) {
        Hold hold = request == null ? null : holds.get(request);
        return hold != null && hold.state().equals(RELEASED);
    }

    private List<Charge> chargesOf(Transcript seen) {
        return seen.generation() == null ? List.of() : charges.getOrDefault(seen.generation(), List.of());
    }

    /** Ids are frame and place; a resumed stream goes on after the last one. */
    private static boolean isIncreasing(List<String> ids) {
        Set<String> seen = new HashSet<>();
        long lastFrame = -1;
        long lastPlace = -1;
        for (String id : ids) {
            int dash = id.indexOf('-');
            if (dash < 0 || !seen.add(id)) {
                return false;
            }
            long frame = Long.parseLong(id.substring(0, dash));
            long place = Long.parseLong(id.substring(dash + 1));
            boolean next = frame > lastFrame ? place == 0 : frame == lastFrame && place == lastPlace + 1;
            if (!next) {
                return false;
            }
            lastFrame = frame;
            lastPlace = place;
        }
        return true;
    }

    private void each(String what, Predicate<Transcript> concerned, Predicate<Transcript> holds) {
        List<Transcript> looked = transcripts.stream().filter(concerned).toList();
        finding(
                what,
                looked.size(),
                looked.stream()
                        .filter(holds.negate())
                        .map(Reconciliation::words)
                        .toList());
    }

    private static String words(Transcript seen) {
        return "%s status %d %s %s, %d characters, cost %s"
                .formatted(
                        seen.generation(),
                        seen.status(),
                        seen.end(),
                        seen.errorType(),
                        seen.text().length(),
                        seen.cost());
    }

    private void finding(String what, int looked, List<String> wrong) {
        String some = wrong.isEmpty() ? "" : ": " + String.join("; ", wrong.subList(0, Math.min(3, wrong.size())));
        findings.add(new Finding(what, wrong.isEmpty(), wrong.size() + " of " + looked + " wrong" + some));
    }

    private static List<Charge> all(Map<String, List<Charge>> charges) {
        return charges.values().stream().flatMap(List::stream).toList();
    }
}
