package io.tollgate.ingress.auth;

import io.tollgate.contracts.account.AccountStated;
import io.tollgate.contracts.account.KeyStated;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the ledger stated of keys and accounts: the newest version of each, whatever the order in which statements arrive.
 * Thread-safe.
 */
public final class KeyTable {

    private final Map<String, KeyStated> keys = new ConcurrentHashMap<>();
    private final Map<String, AccountStated> accounts = new ConcurrentHashMap<>();
    private final AtomicLong heartbeatMillis = new AtomicLong();

    /** Takes a statement of a key unless a newer one is known. */
    public void offer(KeyStated stated) {
        keys.merge(stated.hash(), stated, (known, offered) -> offered.version() >= known.version() ? offered : known);
    }

    /** Takes a statement of an account unless a newer one is known. */
    public void offer(AccountStated stated) {
        accounts.merge(
                stated.account(), stated, (known, offered) -> offered.version() >= known.version() ? offered : known);
    }

    /** Takes note that all changes until an instant have arrived. */
    public void heartbeat(Instant at) {
        heartbeatMillis.accumulateAndGet(at.toEpochMilli(), Math::max);
    }

    /** Forgets a key for good. */
    public void forget(String hash) {
        keys.remove(hash);
    }

    public Optional<KeyStated> key(String hash) {
        return Optional.ofNullable(keys.get(hash));
    }

    public Optional<AccountStated> account(String account) {
        return Optional.ofNullable(accounts.get(account));
    }

    /** Whether the table may be trusted: a heartbeat of the ledger is not older than the limit. */
    public boolean fresh(Instant now, Duration limit) {
        return heartbeatMillis.get() + limit.toMillis() >= now.toEpochMilli();
    }
}
