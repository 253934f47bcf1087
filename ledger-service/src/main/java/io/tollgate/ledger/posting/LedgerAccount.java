package io.tollgate.ledger.posting;

/**
 * An account of the books, on which postings are made.
 *
 * @param id unique name, e.g. {@code customer:acme}, {@code payable:openai}, {@code revenue:fee}
 * @param kind what it stands for
 */
public record LedgerAccount(String id, Kind kind) implements Comparable<LedgerAccount> {

    /** What an account of the books stands for. Credit is positive, debit negative. */
    public enum Kind {
        /** Prepaid credit of a customer; never negative. */
        CUSTOMER,
        /** What we owe a provider. */
        PAYABLE,
        /** What we earned. */
        REVENUE,
        /** What the house bears. */
        HOUSE,
        /** Where credit comes from. */
        SOURCE,
        /** Money that came in and belongs to nobody yet. */
        SUSPENSE
    }

    /** Our fees. */
    public static final LedgerAccount FEE_REVENUE = new LedgerAccount("revenue:fee", Kind.REVENUE);
    /** Provider costs that no customer bears. */
    public static final LedgerAccount HOUSE_LOSS = new LedgerAccount("house:loss", Kind.HOUSE);
    /** Credit given away. */
    public static final LedgerAccount PROMOTION = new LedgerAccount("source:promo", Kind.SOURCE);

    /** Credit that vouchers gave. */
    public static final LedgerAccount VOUCHERS = new LedgerAccount("source:voucher", Kind.SOURCE);
    /** What the operator put right. */
    public static final LedgerAccount ADJUSTMENTS = new LedgerAccount("source:adjustment", Kind.SOURCE);
    /** Payments that wait for their account. */
    public static final LedgerAccount UNASSIGNED = new LedgerAccount("suspense:payments", Kind.SUSPENSE);

    private static final String CUSTOMER_PREFIX = "customer:";
    private static final String PAYABLE_PREFIX = "payable:";
    private static final String PAYMENTS_PREFIX = "source:payments:";

    /** The prepaid credit of an account. */
    public static LedgerAccount customer(String account) {
        return new LedgerAccount(CUSTOMER_PREFIX + account, Kind.CUSTOMER);
    }

    /** What we owe a provider. */
    public static LedgerAccount payable(String provider) {
        return new LedgerAccount(PAYABLE_PREFIX + provider, Kind.PAYABLE);
    }

    /** What came in from a payment provider, less what went back: its balance is that sum, negative. */
    public static LedgerAccount payments(String paymentProvider) {
        return new LedgerAccount(PAYMENTS_PREFIX + paymentProvider, Kind.SOURCE);
    }

    @Override
    public int compareTo(LedgerAccount other) {
        return id.compareTo(other.id);
    }
}
