package io.tollgate.ledger.posting;

import io.tollgate.contracts.money.NanoUsd;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A balanced set of postings; one of nothing may have none. An unbalanced transaction cannot be made, here or in the database.
 *
 * @param id id of the transaction; for a charge that of its attempt
 * @param account the customer's account it concerns; empty while nobody knows whose money it is
 * @param externalId the giver's own id of it; absent for charges
 * @param corrects the transaction that this one corrects, if it does
 * @param reason why, in words, where somebody decided it
 */
public record Transaction(
        UUID id,
        Kind kind,
        String account,
        @Nullable String externalId,
        @Nullable UUID corrects,
        @Nullable String reason,
        List<Posting> postings) {

    /** Why money moves. */
    public enum Kind {
        /** What an attempt cost. */
        CHARGE,
        /** Credit given away. */
        GRANT,
        /** The charge of an attempt becomes another. */
        CORRECTION,
        /** Money came in from a payer. */
        PAYMENT,
        /** A code was redeemed. */
        VOUCHER,
        /** Money of a payment went out again. */
        REFUND,
        /** The operator put something right. */
        ADJUSTMENT
    }

    public Transaction {
        postings = List.copyOf(postings);
        NanoUsd sum = postings.stream().map(Posting::amount).reduce(NanoUsd.ZERO, NanoUsd::plus);
        if (!sum.isZero()) {
            throw new IllegalArgumentException("postings of transaction " + id + " sum to " + sum);
        }
    }

    /** A transaction that corrects no other and needs no explanation. */
    public Transaction(UUID id, Kind kind, String account, @Nullable String externalId, List<Posting> postings) {
        this(id, kind, account, externalId, null, null, postings);
    }

    /** Collects the lines of a transaction and leaves out those that move nothing. */
    static final class Lines {

        private final List<Posting> lines = new ArrayList<>();

        Lines add(LedgerAccount ledgerAccount, NanoUsd amount) {
            if (!amount.isZero()) {
                lines.add(new Posting(ledgerAccount, amount));
            }
            return this;
        }

        List<Posting> lines() {
            return lines;
        }
    }
}
