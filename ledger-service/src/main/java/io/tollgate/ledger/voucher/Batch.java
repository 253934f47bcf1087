package io.tollgate.ledger.voucher;

import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Vouchers that were made together.
 *
 * @param name the operator's own id of it
 * @param amount what each gives, more than zero
 * @param count how many there are
 * @param open how many can still be redeemed, expired ones included
 * @param redeemed how many were
 * @param withdrawn how many were withdrawn before that
 */
record Batch(UUID id, Terms terms, long open, long redeemed, long withdrawn, Instant createdAt) {

    /** What a batch is made to. */
    record Terms(String name, String label, NanoUsd amount, int count, Optional<Instant> expiresAt) {}
}
