package io.tollgate.contracts.attempt;

import java.time.Instant;
import java.util.UUID;

/**
 * A worker is about to call a provider.
 *
 * @param worker which worker process
 */
public record AttemptStarted(
        UUID attemptId,
        String requestId,
        int attempt,
        String account,
        String endpoint,
        String model,
        String provider,
        String worker,
        Instant startedAt)
        implements AttemptEvent {

    @Override
    public String recordKey() {
        return requestId;
    }

    @Override
    public String eventId() {
        return attemptId + "/started";
    }
}
