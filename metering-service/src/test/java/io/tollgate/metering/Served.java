package io.tollgate.metering;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.ledger.ChargePosted;
import io.tollgate.contracts.ledger.HoldReleased;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.App;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.contracts.usage.UsageSource;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A request with one attempt, and the events it makes.
 *
 * @param month the ledger's
 * @param cost in nano-dollars
 */
record Served(
        String requestId,
        String account,
        String key,
        String model,
        String provider,
        String month,
        Instant finishedAt,
        long prompt,
        long completion,
        long cost,
        Outcome outcome,
        String title) {

    static Served of(String account, String month, Instant finishedAt, long prompt, long completion, long cost) {
        return new Served(
                Ids.newRequestId(),
                account,
                "key-of-" + account,
                "author/model",
                "provider",
                month,
                finishedAt,
                prompt,
                completion,
                cost,
                Outcome.COMPLETED,
                "Test app");
    }

    Served with(String otherModel, String otherProvider, Outcome otherOutcome) {
        return new Served(
                requestId,
                account,
                key,
                otherModel,
                otherProvider,
                month,
                finishedAt,
                prompt,
                completion,
                cost,
                otherOutcome,
                title);
    }

    Served titled(String otherTitle) {
        return new Served(
                requestId,
                account,
                key,
                model,
                provider,
                month,
                finishedAt,
                prompt,
                completion,
                cost,
                outcome,
                otherTitle);
    }

    UUID attemptId() {
        return Ids.attemptId(requestId, 1);
    }

    Rating rating() {
        NanoUsd provider = NanoUsd.of(cost);
        if (!outcome.billed()) {
            return new Rating(provider, NanoUsd.ZERO, NanoUsd.ZERO, NanoUsd.ZERO, provider);
        }
        NanoUsd fee = NanoUsd.of(cost / 20);
        return new Rating(provider, provider, fee, provider.plus(fee), NanoUsd.ZERO);
    }

    UsageRecorded usage() {
        Usage usage = new Usage(
                prompt,
                prompt / 2,
                0L,
                null,
                null,
                completion,
                completion / 4,
                null,
                null,
                null,
                null,
                null,
                UsageSource.REPORTED);
        String endpoint = model + "@" + provider;
        return new UsageRecorded(
                attemptId(),
                requestId,
                1,
                account,
                key,
                "local",
                "chat",
                model,
                model,
                provider,
                "The " + provider,
                endpoint,
                new PriceVersion(endpoint + "#1", endpoint, Instant.EPOCH, List.of()),
                500,
                NanoUsd.of(1_000_000_000),
                NanoUsd.ZERO,
                usage,
                rating(),
                outcome,
                "stop",
                "stop",
                "upstream",
                null,
                true,
                true,
                finishedAt.minusSeconds(3),
                finishedAt.minusSeconds(3),
                finishedAt.minusSeconds(2),
                finishedAt,
                new App(null, title),
                null,
                null);
    }

    ChargePosted charge() {
        return new ChargePosted(
                attemptId(),
                requestId,
                account,
                key,
                model,
                provider,
                model + "@" + provider,
                outcome,
                rating(),
                month,
                finishedAt.plusSeconds(1),
                new App(null, title));
    }

    RequestClosed closed() {
        return new RequestClosed(
                requestId, account, key, outcome, 1, NanoUsd.of(1_000_000_000), null, finishedAt.plusMillis(5));
    }

    HoldReleased released() {
        return new HoldReleased(
                requestId,
                account,
                key,
                outcome,
                NanoUsd.of(1_000_000_000),
                rating().charge(),
                month,
                finishedAt.plusSeconds(1));
    }
}
