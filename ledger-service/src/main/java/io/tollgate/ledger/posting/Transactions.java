package io.tollgate.ledger.posting;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Rating;
import java.util.UUID;

/** The kinds of transaction that the books know, each with its lines. Pure. */
public final class Transactions {

    private Transactions() {}

    /**
     * The charge of one attempt: the customer pays cost and fee, the provider is owed its whole cost, the fee is revenue, and the
     * house bears what nobody else does.
     *
     * @param credit what the customer has, not negative
     * @return the transaction, whose debit of the customer never exceeds {@code credit}
     */
    public static Transaction charge(UUID attemptId, String account, String provider, Rating rating, NanoUsd credit) {
        NanoUsd excess = excess(rating, credit);
        var lines = new Transaction.Lines()
                .add(
                        LedgerAccount.customer(account),
                        rating.charge().minus(excess).negated())
                .add(LedgerAccount.payable(provider), rating.cost())
                .add(LedgerAccount.FEE_REVENUE, rating.fee())
                .add(LedgerAccount.HOUSE_LOSS, rating.absorbed().plus(excess).negated());
        return new Transaction(attemptId, Transaction.Kind.CHARGE, account, null, lines.lines());
    }

    /** The part of a charge that a customer's credit does not cover; zero while holds bound charges. */
    public static NanoUsd excess(Rating rating, NanoUsd credit) {
        return NanoUsd.max(NanoUsd.ZERO, rating.charge().minus(credit));
    }

    /**
     * Credit given to an account.
     *
     * @param amount more than zero
     */
    public static Transaction grant(UUID id, String account, String externalId, NanoUsd amount) {
        if (amount.compareTo(NanoUsd.ZERO) <= 0) {
            throw new IllegalArgumentException("a grant gives something");
        }
        var lines = new Transaction.Lines()
                .add(LedgerAccount.customer(account), amount)
                .add(LedgerAccount.PROMOTION, amount.negated());
        return new Transaction(id, Transaction.Kind.GRANT, account, externalId, lines.lines());
    }
}
