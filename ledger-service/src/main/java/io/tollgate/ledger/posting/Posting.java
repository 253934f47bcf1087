package io.tollgate.ledger.posting;

import io.tollgate.contracts.money.NanoUsd;

/**
 * One line of a transaction.
 *
 * @param amount credit positive, debit negative, never zero
 */
public record Posting(LedgerAccount ledgerAccount, NanoUsd amount) {

    public Posting {
        if (amount.isZero()) {
            throw new IllegalArgumentException("a posting moves something: " + ledgerAccount.id());
        }
    }
}
