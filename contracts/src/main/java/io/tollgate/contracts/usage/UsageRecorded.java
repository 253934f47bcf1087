package io.tollgate.contracts.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.App;
import io.tollgate.contracts.request.Labels;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt ended, with its usage and what follows from it. At most one counts for an attempt: the first in log order.
 *
 * @param attemptId id of the attempt, and of its charge
 * @param attempt number of the attempt, from 1
 * @param cell home cell of the account
 * @param operation what was asked, e.g. {@code chat}
 * @param requestedModel the model the caller named
 * @param model the model that answered
 * @param provider the provider's slug
 * @param providerName the provider's name for people; absent in events of before it was recorded
 * @param prices the unit prices, as the router embedded them
 * @param feeBasisPoints fee rate in hundredths of a percent
 * @param hold credit that was set aside for the whole request when the attempt ended
 * @param billedBefore what earlier attempts of the same request charged
 * @param rating the worker's computation, which the ledger repeats
 * @param finishReason in OpenAI's words; absent if there was none
 * @param nativeFinishReason as the provider said it
 * @param upstreamId the provider's own id of the call
 * @param serviceTier the service tier that was called and charged; absent for the ordinary one
 * @param simulated whether the simulator answered in the provider's place
 * @param streamed whether the caller asked for a stream
 * @param acceptedAt when ingress accepted the request
 * @param startedAt when the attempt began
 * @param firstTokenAt when the first output arrived; absent if none did
 * @param finishedAt when the attempt ended
 * @param app the calling application; absent if it did not name itself
 * @param user the caller's own end-user id
 * @param labels what the caller wrote on it for its own records; absent if nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UsageRecorded(
        UUID attemptId,
        String requestId,
        int attempt,
        String account,
        String key,
        String cell,
        String operation,
        String requestedModel,
        String model,
        String provider,
        @Nullable String providerName,
        String endpoint,
        PriceVersion prices,
        int feeBasisPoints,
        NanoUsd hold,
        NanoUsd billedBefore,
        Usage usage,
        Rating rating,
        Outcome outcome,
        @Nullable String finishReason,
        @Nullable String nativeFinishReason,
        @Nullable String upstreamId,
        @Nullable String serviceTier,
        boolean simulated,
        boolean streamed,
        Instant acceptedAt,
        Instant startedAt,
        @Nullable Instant firstTokenAt,
        Instant finishedAt,
        @Nullable App app,
        @Nullable String user,
        @Nullable Labels labels)
        implements UsageEvent {

    @Override
    public String recordKey() {
        return account;
    }

    @Override
    public String eventId() {
        return attemptId.toString();
    }
}
