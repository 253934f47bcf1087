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
        SOURCE
    }

    /** Our fees. */
    public static final LedgerAccount FEE_REVENUE = new LedgerAccount("revenue:fee", Kind.REVENUE);
    /** Provider costs that no customer bears. */
    public static final LedgerAccount HOUSE_LOSS = new LedgerAccount("house:loss", Kind.HOUSE);
    /** Credit given away. */
    public static final LedgerAccount PROMOTION = new LedgerAccount("source:promo", Kind.SOURCE);

    private static final String CUSTOMER_PREFIX = "customer:";
    private static final String PAYABLE_PREFIX = "payable:";

    /** The prepaid credit of an account. */
    public static LedgerAccount customer(String account) {
        return new LedgerAccount(CUSTOMER_PREFIX + account, Kind.CUSTOMER);
    }

    /** What we owe a provider. */
    public static LedgerAccount payable(String provider) {
        return new LedgerAccount(PAYABLE_PREFIX + provider, Kind.PAYABLE);
    }

    @Override
    public int compareTo(LedgerAccount other) {
        return id.compareTo(other.id);
    }
}
