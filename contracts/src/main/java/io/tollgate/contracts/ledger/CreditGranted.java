package io.tollgate.contracts.ledger;

import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;
import java.util.UUID;

/**
 * An account received credit.
 *
 * @param transactionId id of the ledger transaction
 * @param kind {@code grant}, {@code top-up} (a payment), {@code voucher} or {@code adjustment}
 * @param month UTC month it is booked in, {@code YYYY-MM}
 */
public record CreditGranted(
        UUID transactionId, String account, String kind, NanoUsd amount, String month, Instant postedAt)
        implements LedgerEvent {

    @Override
    public String recordKey() {
        return account;
    }

    @Override
    public String eventId() {
        return transactionId.toString();
    }
}
