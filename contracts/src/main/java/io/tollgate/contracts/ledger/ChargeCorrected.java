package io.tollgate.contracts.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.contracts.request.App;
import io.tollgate.contracts.usage.Rating;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger corrected the charge of one attempt by a new transaction. The difference {@code after - before}, which may be negative,
 * counts in the month of the correction; the charge itself stays as it was posted.
 *
 * @param correctionId id of the correction and of its ledger transaction
 * @param attemptId the attempt whose charge it corrects
 * @param before the rating that counted until now, earlier corrections included
 * @param after the rating that counts from now on
 * @param reason why, in words
 * @param month UTC month it is booked in, {@code YYYY-MM}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChargeCorrected(
        UUID correctionId,
        UUID attemptId,
        String requestId,
        String account,
        String key,
        String model,
        String provider,
        String endpoint,
        Rating before,
        Rating after,
        String reason,
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
        return correctionId + "/posted";
    }
}
