package io.tollgate.ledger.payable;

import io.tollgate.contracts.money.NanoUsd;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A month by accounts of the books. Credit is positive, debit negative: a payable or a revenue grows upwards, a loss downwards.
 *
 * @param books by name, e.g. {@code payable:openai}, {@code revenue:fee}; {@code customers} is all of them
 * @param lost what the house bore of the charges of each provider
 */
record MonthOfTheHouse(String month, SortedMap<String, Book> books, Map<String, NanoUsd> lost) {

    static final String CUSTOMERS = "customers";
    static final String FEE_REVENUE = "revenue:fee";
    static final String HOUSE_LOSS = "house:loss";
    static final String PAYABLE = "payable:";
    static final String CORRECTION = "CORRECTION";

    private static final Book EMPTY = new Book(NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.ZERO, Map.of());

    /**
     * One account of the books.
     *
     * @param debit all debits of the month, not negative
     * @param credit all credits of the month, not negative
     * @param others what was not a charge, by kind
     */
    record Book(NanoUsd opening, NanoUsd debit, NanoUsd credit, Map<String, NanoUsd> others) {

        Book {
            others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
        }

        NanoUsd movement() {
            return credit.minus(debit);
        }

        NanoUsd closing() {
            return opening.plus(movement());
        }

        /** The month's charges: what is left of the movement without everything else. */
        NanoUsd charges() {
            return others.values().stream().reduce(movement(), NanoUsd::minus);
        }

        NanoUsd corrections() {
            return others.getOrDefault(CORRECTION, NanoUsd.ZERO);
        }
    }

    MonthOfTheHouse {
        books = Collections.unmodifiableSortedMap(new TreeMap<>(books));
        lost = Map.copyOf(lost);
    }

    /** An account of the books; one without postings is empty. */
    Book book(String name) {
        return books.getOrDefault(name, EMPTY);
    }

    /** The providers that are or were owed something. */
    List<String> providers() {
        return books.keySet().stream()
                .filter(name -> name.startsWith(PAYABLE))
                .map(name -> name.substring(PAYABLE.length()))
                .toList();
    }

    /** What of a provider's charges customers paid. */
    NanoUsd billed(String provider) {
        return book(PAYABLE + provider).charges().minus(absorbed(provider));
    }

    /** What of a provider's charges the house bore. */
    NanoUsd absorbed(String provider) {
        return lost.getOrDefault(provider, NanoUsd.ZERO);
    }

    /** The sum over all accounts of the books of what stood before; zero if they balance. */
    NanoUsd openings() {
        return books.values().stream().map(Book::opening).reduce(NanoUsd.ZERO, NanoUsd::plus);
    }

    /** The sum of all that moved; zero if the books balance. */
    NanoUsd movements() {
        return books.values().stream().map(Book::movement).reduce(NanoUsd.ZERO, NanoUsd::plus);
    }

    /** What customers paid for calls, corrections included. */
    NanoUsd paidByCustomers() {
        Book customers = book(CUSTOMERS);
        return customers.charges().plus(customers.corrections()).negated();
    }

    /** What calls brought and cost: provider cost and fees, corrections included, less what the house bore. */
    NanoUsd costAndFeesLessLosses() {
        NanoUsd sum = NanoUsd.ZERO;
        for (Map.Entry<String, Book> each : books.entrySet()) {
            boolean ofCalls = each.getKey().startsWith(PAYABLE)
                    || each.getKey().equals(FEE_REVENUE)
                    || each.getKey().equals(HOUSE_LOSS);
            if (ofCalls) {
                sum = sum.plus(each.getValue().charges()).plus(each.getValue().corrections());
            }
        }
        return sum;
    }

    /** Whether every sum of the month agrees with every other. */
    boolean balances() {
        NanoUsd lossesByProvider = lost.values().stream().reduce(NanoUsd.ZERO, NanoUsd::plus);
        return openings().isZero()
                && movements().isZero()
                && paidByCustomers().equals(costAndFeesLessLosses())
                && lossesByProvider.negated().equals(book(HOUSE_LOSS).charges());
    }
}
