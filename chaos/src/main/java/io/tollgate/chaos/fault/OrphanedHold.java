package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Requests;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.load.Wish;
import io.tollgate.chaos.stage.BooksView;
import io.tollgate.chaos.stage.CreditView;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.crash.CrashPoint;
import io.tollgate.localstack.stack.ServiceInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An ingress dies with credit set aside for a request that nobody else knows of: it is free again soon, and no provider was called. */
record OrphanedHold(String id, String title, CrashPoint point) implements Fault {

    private static final Duration DIES_WITHIN = Duration.ofSeconds(20);
    private static final Duration FREE_WITHIN = Duration.ofSeconds(15);
    private static final String MODEL = "openai/gpt-5-mini";

    @Override
    public void run(Trial trial) {
        CreditView credit = trial.stage().credit();
        BooksView books = trial.stage().books();
        ServiceInstance doomed = trial.stage().doomed("ingress", point, 1);
        Load load = trial.load(LoadPlan.USUAL);
        Wallet wallet = trial.wallet("1");
        Transcript seen = trial.call(doomed.url(), wallet, Wish.toRead(Requests.body(MODEL, true, 1)));
        trial.awaitHalt(doomed, point, DIES_WITHIN);
        trial.check(
                "its caller has no answer",
                !seen.isClean() && seen.text().isEmpty(),
                seen.end().toString());
        trial.checkWithin(
                "the hold is free again",
                FREE_WITHIN,
                () -> credit.held(wallet.account()) == 0 && credit.holds(wallet.account()) == 0);
        List<String> accounts = List.of(wallet.account());
        trial.checkWithin(
                "the books know of its end",
                FREE_WITHIN,
                () -> !books.holds(accounts).isEmpty());
        // the sweep may have taken it back before anybody could look: what it closed stands in the books
        Map<String, BooksView.Hold> orphans = books.holds(accounts);
        trial.hit(
                "a hold was left behind", orphans.size() == 1, orphans.values().toString());
        trial.check(
                "no provider was called for it",
                orphans.keySet().stream()
                        .allMatch(request ->
                                trial.stage().simulator().callsOf(request).isEmpty()),
                "");
        load.finish();
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        String account = trial.accounts().getLast();
        trial.check(
                "nothing is charged for it",
                Aftermath.charges(trial, charge -> charge.account().equals(account) && charge.charge() > 0)
                        .isEmpty(),
                "");
    }
}
