package io.tollgate.contracts.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.contracts.request.App;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger booked the charge of one attempt; its amount may be zero.
 *
 * @param attemptId id of the attempt and of the charge
 * @param rating as the ledger computed and posted it
 * @param month UTC month it is booked in, {@code YYYY-MM}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChargePosted(
        UUID attemptId,
        String requestId,
        String account,
        String key,
        String model,
        String provider,
        String endpoint,
        Outcome outcome,
        Rating rating,
        String month,
        Instant postedAt,
        @Nullable App app)
        implements LedgerEvent {

    @Override
    public String recordKey() {
        return account;
    }

    @Override
    public String eventId() {
        return attemptId + "/posted";
    }
}
