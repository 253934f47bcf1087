package io.tollgate.ledger.month;

import io.tollgate.contracts.money.NanoUsd;

/**
 * What a month held when it was closed.
 *
 * @param month {@code YYYY-MM}
 * @param moved sum of all credits, which is that of all debits
 * @param sha256 over its postings in a fixed order, in hexadecimal
 */
public record ClosedMonth(String month, long transactions, long postings, NanoUsd moved, String sha256) {}
