package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.crash.CrashPoint;
import io.tollgate.localstack.stack.ServiceInstance;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A payment provider delivers one callback ten times at once and repeats each until it is taken, while the only ledger dies between
 * announcing the credit and noting that it did: the account has the credit once, in the books and in Redis.
 */
final class PaymentCallbacks implements Fault {

    private static final int DELIVERIES = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration DIES_WITHIN = Duration.ofSeconds(40);
    private static final NanoUsd OPENED_WITH = NanoUsd.parse("1");
    private static final NanoUsd PAID = NanoUsd.parse("7");
    private static final long PAID_CENTS = 700;

    @Override
    public String id() {
        return "F37";
    }

    @Override
    public String title() {
        return "a payment's callback ten times at once, and the ledger dies after it announced the credit";
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        // of no load: what it is charged for is nothing, so its balance says what was credited
        String account = Wallet.open(stage.operator(), trial.newName("paid"), OPENED_WITH.toString())
                .account();
        ServiceInstance doomed = stage.doomed("ledger", CrashPoint.LEDGER_OUTBOX_SENT, 1);
        Load.await(PATIENCE, () -> stage.books().unfinished().isEmpty());
        stage.links().owner("ledger").standby(URI.create(doomed.url()));
        stage.stack().kill("ledger");
        PaymentProvider provider = new PaymentProvider(stage.origin());
        String event = PaymentProvider.payment(trial.newName("payment"), account, PAID_CENTS);
        List<CompletableFuture<String>> results = new ArrayList<>();
        try (ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < DELIVERIES; i++) {
                results.add(
                        CompletableFuture.supplyAsync(() -> provider.deliverUntilTaken(event, PATIENCE), deliveries));
            }
            trial.awaitHalt(doomed, CrashPoint.LEDGER_OUTBOX_SENT, DIES_WITHIN);
            stage.stack().startAgain("ledger");
        }
        List<String> taken = results.stream().map(CompletableFuture::join).toList();
        trial.check(
                "every delivery is taken, one of them at most as the first",
                taken.stream().allMatch(each -> each.equals("credited") || each.equals("repeated"))
                        && taken.stream().filter("credited"::equals).count() <= 1,
                taken.toString());
        NanoUsd once = OPENED_WITH.plus(PAID);
        Map<String, NanoUsd> expected = Map.of("books", once, "redis", once);
        trial.checkWithin(
                "the account has the credit once",
                PATIENCE,
                () -> balance(stage, account).equals(expected));
        Load.await(Duration.ofSeconds(2), () -> false);
        trial.check(
                "and keeps it once",
                balance(stage, account).equals(expected),
                balance(stage, account).toString());
    }

    private static Map<String, NanoUsd> balance(Stage stage, String account) {
        long books = stage.books().balances(List.of(account)).getOrDefault(account, 0L);
        return Map.of(
                "books", NanoUsd.of(books), "redis", NanoUsd.of(stage.credit().posted(account)));
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        // the audit compares every account's balance with its postings and with Redis
    }
}
