package io.tollgate.contracts.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Credit was taken out of an account again.
 *
 * @param transactionId id of the ledger transaction
 * @param kind {@code refund} or {@code adjustment}
 * @param amount what the account lost, more than zero
 * @param reason why, in words
 * @param corrects id of the ledger transaction that this one corrects; absent if it stands alone
 * @param month UTC month it is booked in, {@code YYYY-MM}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CreditWithdrawn(
        UUID transactionId,
        String account,
        String kind,
        NanoUsd amount,
        String reason,
        @Nullable UUID corrects,
        String month,
        Instant postedAt)
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
