package io.tollgate.chaos.fault;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A thousand calls at once on one dollar: as many run as it covers, none more, and never is more spent. */
final class OneDollar implements Fault {

    private static final int CALLS = 1_000;
    private static final int CALLS_QUICK = 400;
    private static final int PACE = 4;
    private static final int TRIES_AGAIN = 5;
    private static final long PAUSE_NANOS = 500_000_000L;
    private static final long SAMPLE_NANOS = 50_000_000L;
    private static final String MODEL = "anthropic/claude-sonnet-4.5";
    private static final int PAYMENT_REQUIRED = 402;
    /** What a machine says that cannot take in so many at once. */
    private static final int OVERLOADED = 503;

    @Override
    public String id() {
        return "B1";
    }

    @Override
    public String title() {
        return "1,000 concurrent calls on an account with $1";
    }

    @Override
    public boolean fast() {
        return true;
    }

    @Override
    public void run(Trial trial) throws InterruptedException, ExecutionException {
        Stage stage = trial.stage();
        stage.simulator().pace(PACE);
        int all = trial.number(CALLS, CALLS_QUICK);
        Wallet wallet = trial.wallet("1");
        AtomicLong mostRunning = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        List<Transcript> seen = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            callers.execute(() -> watch(stage, mostRunning, over));
            List<Future<Transcript>> calls = new ArrayList<>();
            for (int i = 0; i < all; i++) {
                Wish wish = Wish.toRead(dear(i));
                calls.add(callers.submit(() -> insist(trial, wallet, wish)));
            }
            for (Future<Transcript> call : calls) {
                seen.add(call.get());
            }
            over.set(true);
        }
        judge(trial, seen, mostRunning.get());
    }

    /** Calls again when the machine was too busy, as clients do. */
    private static Transcript insist(Trial trial, Wallet wallet, Wish wish) {
        Transcript seen = trial.call(trial.stage().origin(), wallet, wish);
        for (int again = 0; again < TRIES_AGAIN && seen.status() == OVERLOADED; again++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            seen = trial.call(trial.stage().origin(), wallet, wish);
        }
        return seen;
    }

    /** A request whose hold is some cents. */
    private static Map<String, ?> dear(int question) {
        Map<String, Object> body = Requests.body(MODEL, true, question);
        body.put("max_tokens", 1_024);
        return body;
    }

    private static void watch(Stage stage, AtomicLong most, AtomicBoolean over) {
        while (!over.get()) {
            most.accumulateAndGet(stage.simulator().running(), Math::max);
            LockSupport.parkNanos(SAMPLE_NANOS);
        }
    }

    private static void judge(Trial trial, List<Transcript> seen, long mostRunning) {
        long credit = NanoUsd.parse("1").value();
        Map<String, Hold> holds = trial.stage().books().holds(trial.accounts());
        long hold = holds.values().stream().mapToLong(Hold::amount).max().orElse(credit);
        long fits = credit / hold;
        long accepted = seen.stream().filter(Transcript::isClean).count();
        List<Transcript> refused =
                seen.stream().filter(each -> each.status() == PAYMENT_REQUIRED).toList();
        List<Transcript> other = seen.stream()
                .filter(each -> !each.isClean() && each.status() != PAYMENT_REQUIRED)
                .toList();
        trial.hit(
                "most calls found no free credit",
                refused.size() > seen.size() / 2 && fits > 1,
                "%d accepted, %d refused, %d fit".formatted(accepted, refused.size(), fits));
        trial.check("as many run at once as the dollar covers", mostRunning >= fits, mostRunning + " ran");
        trial.check("no more run at once than it covers", mostRunning <= fits, fits + " fit");
        trial.check("each call runs or is refused for want of credit", other.isEmpty(), Aftermath.some(other));
        trial.check(
                "refusals name the reason",
                refused.stream().allMatch(each -> "payment_required".equals(each.errorType())),
                refused.stream().map(Transcript::errorType).distinct().toList().toString());
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        long spent = Aftermath.charges(trial, charge -> true).stream()
                .mapToLong(Charge::charge)
                .sum();
        trial.check(
                "no more than the dollar is spent", spent <= NanoUsd.parse("1").value(), NanoUsd.of(spent) + " USD");
    }
}
