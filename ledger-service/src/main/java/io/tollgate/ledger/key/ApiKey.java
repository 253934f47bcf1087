package io.tollgate.ledger.key;

import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.account.KeyStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key. Its secret is known to its holder alone.
 *
 * @param id id of the key in events and books
 * @param hash keyed hash of the secret, hexadecimal
 * @param label first and last characters of the secret
 * @param management whether it manages keys; then it cannot call models
 * @param version grows with every change
 */
record ApiKey(
        String id,
        String hash,
        String account,
        String label,
        boolean management,
        KeyStatus status,
        KeyTerms terms,
        long version,
        Instant createdAt,
        @Nullable Instant updatedAt) {

    /** The key after its holder changed its terms or switched it. */
    ApiKey change(KeyTerms newTerms, KeyStatus newStatus, Instant at) {
        return new ApiKey(id, hash, account, label, management, newStatus, newTerms, version + 1, createdAt, at);
    }

    KeyStated stated(Instant at) {
        return new KeyStated(
                hash,
                id,
                account,
                terms.name(),
                label,
                management,
                status,
                terms.limit(),
                terms.limitReset(),
                terms.requestsPerMinute(),
                terms.concurrency(),
                terms.allowedModels(),
                terms.expiresAt(),
                version,
                at);
    }
}
