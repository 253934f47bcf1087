package io.tollgate.contracts.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is now. The secret is known to its holder alone.
 *
 * @param hash keyed hash of the secret, hexadecimal; what API paths call {@code hash}
 * @param key id of the key in events and books
 * @param label first and last characters of the secret, for people
 * @param management whether it may manage keys; then it may not call models
 * @param status whether it may be used
 * @param limit most it may spend in a window; absent if unlimited
 * @param limitReset {@code daily}, {@code weekly}, {@code monthly}; absent if the limit is for ever
 * @param requestsPerMinute absent if unlimited
 * @param concurrency most requests at once; absent if unlimited
 * @param allowedModels models it may call; empty means all
 * @param expiresAt absent if never
 * @param version grows with every change; a lower one is stale
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyStated(
        String hash,
        String key,
        String account,
        String name,
        String label,
        boolean management,
        KeyStatus status,
        @Nullable NanoUsd limit,
        @Nullable String limitReset,
        @Nullable Integer requestsPerMinute,
        @Nullable Integer concurrency,
        Set<String> allowedModels,
        @Nullable Instant expiresAt,
        long version,
        Instant statedAt)
        implements KeyEvent {

    public KeyStated {
        allowedModels = Set.copyOf(allowedModels);
    }

    @Override
    public String recordKey() {
        return hash;
    }

    @Override
    public String eventId() {
        return key + "/" + version;
    }
}
