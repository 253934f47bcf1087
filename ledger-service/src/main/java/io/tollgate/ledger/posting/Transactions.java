package io.tollgate.ledger.posting;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Rating;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
        requireSome(amount);
        return new Transaction(
                id,
                Transaction.Kind.GRANT,
                account,
                externalId,
                transfer(LedgerAccount.PROMOTION, LedgerAccount.customer(account), amount));
    }

    /**
     * Credit of a redeemed code.
     *
     * @param amount more than zero
     */
    public static Transaction voucher(UUID id, String account, String externalId, NanoUsd amount) {
        requireSome(amount);
        return new Transaction(
                id,
                Transaction.Kind.VOUCHER,
                account,
                externalId,
                transfer(LedgerAccount.VOUCHERS, LedgerAccount.customer(account), amount));
    }

    /**
     * Something put right by the operator.
     *
     * @param amount more than zero adds credit, less takes it; not zero
     */
    public static Transaction adjustment(
            UUID id, String account, String externalId, NanoUsd amount, @Nullable UUID corrects, String reason) {
        if (amount.isZero()) {
            throw new IllegalArgumentException("an adjustment moves something");
        }
        return new Transaction(
                id,
                Transaction.Kind.ADJUSTMENT,
                account,
                externalId,
                corrects,
                reason,
                transfer(LedgerAccount.ADJUSTMENTS, LedgerAccount.customer(account), amount));
    }

    /**
     * A payment that came in.
     *
     * @param account whose it is; nobody's yet if empty
     * @param amount more than zero
     */
    public static Transaction payment(
            UUID id, Optional<String> account, String paymentProvider, String externalId, NanoUsd amount) {
        requireSome(amount);
        return new Transaction(
                id,
                Transaction.Kind.PAYMENT,
                account.orElse(""),
                externalId,
                transfer(
                        LedgerAccount.payments(paymentProvider),
                        account.map(LedgerAccount::customer).orElse(LedgerAccount.UNASSIGNED),
                        amount));
    }

    /**
     * A payment that was nobody's becomes an account's.
     *
     * @param received the transaction with which it came in
     * @param amount what is left of it, more than zero
     */
    public static Transaction assignment(UUID id, String account, String externalId, UUID received, NanoUsd amount) {
        requireSome(amount);
        return new Transaction(
                id,
                Transaction.Kind.PAYMENT,
                account,
                externalId,
                received,
                null,
                transfer(LedgerAccount.UNASSIGNED, LedgerAccount.customer(account), amount));
    }

    /**
     * Money of a payment that went back to its payer.
     *
     * @param account whose credit it was; nobody's yet if empty
     * @param corrects the transaction that credited the payment
     * @param amount more than zero
     * @param uncovered the part that the account's free credit does not cover and the house bears; zero for nobody's money
     */
    public static Transaction refund(
            UUID id,
            Optional<String> account,
            String paymentProvider,
            String externalId,
            UUID corrects,
            String reason,
            NanoUsd amount,
            NanoUsd uncovered) {
        requireSome(amount);
        var lines = new Transaction.Lines()
                .add(
                        account.map(LedgerAccount::customer).orElse(LedgerAccount.UNASSIGNED),
                        amount.minus(uncovered).negated())
                .add(LedgerAccount.HOUSE_LOSS, uncovered.negated())
                .add(LedgerAccount.payments(paymentProvider), amount);
        return new Transaction(
                id, Transaction.Kind.REFUND, account.orElse(""), externalId, corrects, reason, lines.lines());
    }

    /** The charge of an attempt becomes another: the differences of all its parts, which may be none. */
    public static Transaction correction(
            UUID id, UUID attemptId, String account, String provider, Rating before, Rating after, String reason) {
        var lines = new Transaction.Lines()
                .add(LedgerAccount.customer(account), before.charge().minus(after.charge()))
                .add(LedgerAccount.payable(provider), after.cost().minus(before.cost()))
                .add(LedgerAccount.FEE_REVENUE, after.fee().minus(before.fee()))
                .add(LedgerAccount.HOUSE_LOSS, before.absorbed().minus(after.absorbed()));
        return new Transaction(
                id, Transaction.Kind.CORRECTION, account, "correction/" + id, attemptId, reason, lines.lines());
    }

    private static List<Posting> transfer(LedgerAccount from, LedgerAccount to, NanoUsd amount) {
        return new Transaction.Lines()
                .add(to, amount)
                .add(from, amount.negated())
                .lines();
    }

    private static void requireSome(NanoUsd amount) {
        if (amount.compareTo(NanoUsd.ZERO) <= 0) {
            throw new IllegalArgumentException("more than nothing must move");
        }
    }
}
