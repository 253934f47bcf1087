package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.Requests;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.load.Wish;
import io.tollgate.chaos.stage.BooksView.Charge;
import io.tollgate.chaos.stage.BooksView.Hold;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.contracts.money.NanoUsd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Credit Redis loses everything while an account has just the credit for so many calls: never do more run, before, while or after. */
final class FlushedCredit implements Fault {

    private static final int COVERED = 4;
    private static final int CALLERS = 12;
    private static final int SLOW = 12;
    /** As long as any that is asked later, so that no later hold is larger. */
    private static final long LONGEST_QUESTION = 99_999;

    private static final long SAMPLE_NANOS = 50_000_000L;
    private static final Duration REBUILT_WITHIN = Duration.ofSeconds(15);
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(20);
    private static final Duration AFTERWARDS = Duration.ofSeconds(5);
    private static final String MODEL = "anthropic/claude-haiku-4.5";

    @Override
    public String id() {
        return "F19";
    }

    @Override
    public String title() {
        return "FLUSHALL of credit Redis with credit for 4 calls at once";
    }

    @Override
    public boolean fast() {
        return true;
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        Wallet probe = trial.wallet("5");
        trial.call(stage.origin(), probe, Wish.toRead(body(LONGEST_QUESTION)));
        Load.await(SERVED_WITHIN, () -> !stage.books().holds(trial.accounts()).isEmpty());
        long hold = stage.books().holds(trial.accounts()).values().stream()
                .mapToLong(Hold::amount)
                .max()
                .orElse(1);
        Wallet wallet = trial.wallet(NanoUsd.of(hold * COVERED).toString());
        stage.simulator().pace(SLOW);
        AtomicLong most = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong accepted = new AtomicLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                int caller = i;
                threads.execute(() -> callOn(trial, wallet, caller, over, accepted));
            }
            threads.execute(() -> watch(stage, most, over));
            Load.await(SERVED_WITHIN, () -> most.get() >= COVERED);
            stage.credit().flush();
            boolean gone = !stage.credit().isReady();
            trial.hit("the store lost everything while calls ran", gone, most.get() + " ran before");
            trial.checkWithin(
                    "credit Redis is filled again",
                    REBUILT_WITHIN,
                    () -> stage.credit().isReady());
            long before = accepted.get();
            trial.checkWithin("callers are served again", SERVED_WITHIN, () -> accepted.get() > before);
            LockSupport.parkNanos(AFTERWARDS.toNanos());
            over.set(true);
        }
        trial.check("never more run than credit covers", most.get() <= COVERED, most.get() + " of " + COVERED);
    }

    private static void callOn(Trial trial, Wallet wallet, int caller, AtomicBoolean over, AtomicLong accepted) {
        for (int question = 1; !over.get(); question++) {
            Transcript seen = trial.call(trial.stage().origin(), wallet, Wish.toRead(body(caller * 1_000L + question)));
            if (seen.isClean()) {
                accepted.incrementAndGet();
            } else {
                LockSupport.parkNanos(SAMPLE_NANOS);
            }
        }
    }

    private static Map<String, ?> body(long question) {
        return Requests.body(MODEL, true, question);
    }

    private static void watch(Stage stage, AtomicLong most, AtomicBoolean over) {
        while (!over.get()) {
            most.accumulateAndGet(stage.simulator().running(), Math::max);
            LockSupport.parkNanos(SAMPLE_NANOS);
        }
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.neverSilent(trial, seen);
        Map<String, Long> balances = trial.stage().books().balances(trial.accounts());
        trial.check(
                "nobody overspent", balances.values().stream().allMatch(balance -> balance >= 0), balances.toString());
        trial.check(
                "the house bore no excess",
                trial.stage().books().count("select count(*) from ledger.charge where excess > 0") == 0,
                Aftermath.charges(trial, charge -> charge.charge() > 0).stream()
                                .mapToLong(Charge::charge)
                                .sum() + " nano-dollars charged");
    }
}
