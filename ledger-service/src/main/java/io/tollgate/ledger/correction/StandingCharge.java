package io.tollgate.ledger.correction;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.App;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What counts for an attempt now: its charge, or the last correction of it.
 *
 * @param hold of the request when the attempt ended
 * @param billedBefore what was charged of that hold before it
 * @param others what the request's other attempts are charged now
 * @param corrections how many corrections there were
 * @param acceptedAt when the request was accepted: its spending counts in the windows of then
 */
public record StandingCharge(
        UUID attemptId,
        String requestId,
        String account,
        String key,
        String model,
        String provider,
        String endpoint,
        @Nullable App app,
        Outcome outcome,
        PriceVersion prices,
        int feeBasisPoints,
        NanoUsd hold,
        NanoUsd billedBefore,
        NanoUsd others,
        Rating rating,
        int corrections,
        Instant acceptedAt) {}
