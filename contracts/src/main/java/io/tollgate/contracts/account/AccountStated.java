package io.tollgate.contracts.account;

import java.time.Instant;

/**
 * An account as it is now.
 *
 * @param cell home cell, where its holds and postings live
 * @param enabled whether its keys may be used
 * @param version grows with every change; a lower one is stale
 */
public record AccountStated(String account, String name, String cell, boolean enabled, long version, Instant statedAt)
        implements AccountEvent {

    @Override
    public String recordKey() {
        return account;
    }

    @Override
    public String eventId() {
        return account + "/" + version;
    }
}
