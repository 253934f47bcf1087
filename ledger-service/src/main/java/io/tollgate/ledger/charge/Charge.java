package io.tollgate.ledger.charge;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.ledger.posting.Transaction;

/**
 * A charge to book. Its rating is that of the usage, which was recomputed and found equal.
 *
 * @param excess the part that the customer's credit did not cover; zero while holds bound charges
 */
public record Charge(UsageRecorded usage, NanoUsd excess, Transaction transaction) {}
