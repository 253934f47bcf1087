package io.tollgate.contracts.attempt;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.contracts.usage.Outcome;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call to a provider ended.
 *
 * @param status HTTP status the provider gave; absent if it gave none
 * @param errorType OpenRouter's {@code error_type}; absent if it went well
 * @param timeToFirstTokenMillis from connecting to the first output; absent if there was none
 * @param tokensPerSecond output tokens after the first, per second; absent if unknown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttemptFinished(
        UUID attemptId,
        String requestId,
        int attempt,
        String account,
        String endpoint,
        String model,
        String provider,
        Outcome outcome,
        @Nullable Integer status,
        @Nullable String errorType,
        @Nullable Long timeToFirstTokenMillis,
        @Nullable Double tokensPerSecond,
        Instant finishedAt)
        implements AttemptEvent {

    @Override
    public String recordKey() {
        return requestId;
    }

    @Override
    public String eventId() {
        return attemptId + "/finished";
    }
}
