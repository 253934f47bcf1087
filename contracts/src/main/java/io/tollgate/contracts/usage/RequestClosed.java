package io.tollgate.contracts.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request ended; nothing more will be charged to it and its hold is free. The first in log order counts.
 *
 * @param key id of the caller's key
 * @param outcome how it ended
 * @param attempts attempts made, 0 if no provider was called
 * @param hold credit that was set aside for it, extensions included
 * @param errorType OpenRouter's {@code error_type} of the failure; absent if there was none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RequestClosed(
        String requestId,
        String account,
        String key,
        Outcome outcome,
        int attempts,
        NanoUsd hold,
        @Nullable String errorType,
        Instant closedAt)
        implements UsageEvent {

    @Override
    public String recordKey() {
        return account;
    }

    @Override
    public String eventId() {
        return requestId + "/closed";
    }
}
