package io.tollgate.contracts.usage;

import java.time.Instant;
import java.util.UUID;

/**
 * A provider stated later what an attempt really used.
 *
 * @param correctionId id of this correction
 * @param attemptId the attempt it corrects
 * @param usage the quantities that replace those recorded
 * @param reason why, in words
 */
public record UsageCorrected(
        UUID correctionId,
        UUID attemptId,
        String requestId,
        String account,
        Usage usage,
        String reason,
        Instant correctedAt)
        implements UsageEvent {

    @Override
    public String recordKey() {
        return account;
    }

    @Override
    public String eventId() {
        return correctionId.toString();
    }
}
