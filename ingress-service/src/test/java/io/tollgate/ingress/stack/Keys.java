package io.tollgate.ingress.stack;

import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.account.KeyStatus;
import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys for tests of rules. */
public final class Keys {

    private static final Instant STATED = Instant.parse("2026-01-01T00:00:00Z");

    private Keys() {}

    /** An active key without limits. */
    public static KeyStated plain() {
        return of(KeyStatus.ACTIVE, null, null, null, Set.of(), 1);
    }

    public static KeyStated with(KeyStatus status, @Nullable Instant expiresAt) {
        return of(status, null, null, expiresAt, Set.of(), 1);
    }

    public static KeyStated allowing(Set<String> models) {
        return of(KeyStatus.ACTIVE, null, null, null, models, 1);
    }

    public static KeyStated limited(String usd, @Nullable String reset) {
        return of(KeyStatus.ACTIVE, NanoUsd.parse(usd), reset, null, Set.of(), 1);
    }

    public static KeyStated version(long version, KeyStatus status) {
        return of(status, null, null, null, Set.of(), version);
    }

    private static KeyStated of(
            KeyStatus status,
            @Nullable NanoUsd limit,
            @Nullable String reset,
            @Nullable Instant expiresAt,
            Set<String> models,
            long version) {
        return new KeyStated(
                "hash", "key-1", "acct-1", "test", "sk…", false, status, limit, reset, null, null, models, expiresAt,
                version, STATED);
    }
}
