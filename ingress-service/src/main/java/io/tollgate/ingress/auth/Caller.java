package io.tollgate.ingress.auth;

import io.tollgate.contracts.account.KeyStated;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param key the key as the ledger stated it; absent for the operator
 * @param cell home cell of the account; absent for the operator
 */
public record Caller(
        Role role, @Nullable KeyStated key, @Nullable String cell) {

    static final Caller OPERATOR = new Caller(Role.OPERATOR, null, null);

    /** A caller with an account. */
    public static Caller of(KeyStated key, String cell) {
        return new Caller(key.management() ? Role.MANAGEMENT : Role.INFERENCE, key, cell);
    }
}
