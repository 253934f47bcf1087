package io.tollgate.ingress.stack;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.account.AccountStated;
import io.tollgate.contracts.account.KeyHeartbeat;
import io.tollgate.contracts.account.KeySecret;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.account.KeyStatus;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.testkit.InfrastructureResource;
import io.tollgate.testkit.KafkaTap;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Says what the ledger would say: accounts with credit, keys, heartbeats. Calls from several threads take turns. */
public final class TestLedger implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KafkaTap kafka = new KafkaTap(Settings.kafka());
    private final CreditHolds credit;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong versions = new AtomicLong(System.currentTimeMillis());
    private @Nullable ScheduledFuture<?> beat;

    /** A key with its secret. */
    public record IssuedKey(String secret, KeyStated stated) {}

    public TestLedger(CreditHolds credit) {
        this.credit = credit;
    }

    /** Gives Redis an epoch, and begins to send heartbeats. */
    public synchronized void open() {
        credit.rebuild(versions.incrementAndGet(), List.of()).await().atMost(PATIENCE);
        beat = heart.scheduleAtFixedRate(this::heartbeat, 0, 500, TimeUnit.MILLISECONDS);
    }

    /** Stops the heartbeats. */
    public synchronized void fallSilent() {
        ScheduledFuture<?> running = beat;
        if (running != null) {
            running.cancel(false);
        }
    }

    private synchronized void heartbeat() {
        kafka.publish(new KeyHeartbeat(Instant.now()));
    }

    /** A new account with credit in USD. */
    public synchronized String account(String usd) {
        String account = "acct-" + Ids.newId();
        kafka.publish(new AccountStated(account, "Test", "cell-1", true, 1, Instant.now()));
        grant(account, usd);
        return account;
    }

    /** Sets an account's credit. */
    public void grant(String account, String usd) {
        credit.settle(new CreditHolds.Settlement(
                        account, NanoUsd.parse(usd), versions.incrementAndGet(), List.of(), List.of()))
                .await()
                .atMost(PATIENCE);
    }

    /** A new key of an account, without limits. */
    public IssuedKey key(String account) {
        return key(account, false, stated -> stated);
    }

    /** A new management key of an account. */
    public IssuedKey managementKey(String account) {
        return key(account, true, stated -> stated);
    }

    /** A new key, changed before it is stated. */
    public synchronized IssuedKey key(String account, boolean management, UnaryOperator<KeyStated> change) {
        String secret = KeySecret.generate(management, RANDOM);
        KeyStated stated = change.apply(new KeyStated(
                KeySecret.hash(InfrastructureResource.KEYS_PEPPER.getBytes(StandardCharsets.UTF_8), secret),
                "key-" + Ids.newId(),
                account,
                "test",
                KeySecret.label(secret),
                management,
                KeyStatus.ACTIVE,
                null,
                null,
                null,
                null,
                Set.of(),
                null,
                1,
                Instant.now()));
        kafka.publish(stated);
        return new IssuedKey(secret, stated);
    }

    /** The same key with another status, as its next version. */
    public synchronized void restate(IssuedKey key, KeyStatus status) {
        KeyStated was = key.stated();
        kafka.publish(new KeyStated(
                was.hash(),
                was.key(),
                was.account(),
                was.name(),
                was.label(),
                was.management(),
                status,
                was.limit(),
                was.limitReset(),
                was.requestsPerMinute(),
                was.concurrency(),
                was.allowedModels(),
                was.expiresAt(),
                was.version() + 1,
                Instant.now()));
    }

    /** Open holds of an account in Redis. */
    public int holds(String account) {
        return credit.snapshot(account).await().atMost(PATIENCE).holds().size();
    }

    @Override
    public synchronized void close() {
        heart.shutdownNow();
        kafka.close();
    }
}
