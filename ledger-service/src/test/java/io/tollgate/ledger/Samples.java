package io.tollgate.ledger;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.hold.HoldPlaced;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.App;
import io.tollgate.contracts.request.Labels;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.pricing.Rater;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Events as other services publish them. */
public final class Samples {

    public static final String PROVIDER = "deepseek";
    public static final String PROVIDER_NAME = "DeepSeek";
    public static final String MODEL = "deepseek/deepseek-v4-pro";
    public static final String ENDPOINT = MODEL + "@" + PROVIDER;
    public static final String KEY = "key-of-tests";
    public static final int FEE = 500;
    public static final NanoUsd HOLD = NanoUsd.parse("0.01");
    public static final PriceVersion PRICES = prices(ENDPOINT, "0.27", "1.101");

    private Samples() {}

    public static PriceVersion prices(String endpoint, String prompt, String completion) {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        return new PriceVersion(
                PriceVersion.idOf(endpoint, from),
                endpoint,
                from,
                List.of(
                        new MeterPrice(Meter.PROMPT, NanoUsd.parse(prompt), 1_000_000, null),
                        new MeterPrice(Meter.COMPLETION, NanoUsd.parse(completion), 1_000_000, null)));
    }

    /** A completed first attempt. */
    public static UsageRecorded usage(String account, String requestId, long prompt, long completion) {
        return usage(account, requestId, 1, prompt, completion, NanoUsd.ZERO, Outcome.COMPLETED);
    }

    public static UsageRecorded usage(
            String account,
            String requestId,
            int attempt,
            long prompt,
            long completion,
            NanoUsd billedBefore,
            Outcome outcome) {
        Usage usage = Usage.tokens(prompt, completion, UsageSource.REPORTED);
        return usage(
                account,
                requestId,
                attempt,
                usage,
                billedBefore,
                outcome,
                Rater.rate(usage, PRICES, FEE, HOLD, billedBefore, outcome));
    }

    public static UsageRecorded usage(
            String account,
            String requestId,
            int attempt,
            Usage usage,
            NanoUsd billedBefore,
            Outcome outcome,
            Rating rating) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new UsageRecorded(
                Ids.attemptId(requestId, attempt),
                requestId,
                attempt,
                account,
                KEY,
                "local",
                "chat",
                MODEL,
                MODEL,
                PROVIDER,
                PROVIDER_NAME,
                ENDPOINT,
                PRICES,
                FEE,
                HOLD,
                billedBefore,
                usage,
                rating,
                outcome,
                "stop",
                "stop",
                "upstream-1",
                null,
                true,
                true,
                now.minusMillis(900),
                now.minusMillis(800),
                now.minusMillis(500),
                now,
                new App("https://app.example", "App \u0000 with NUL"),
                "user-7",
                new Labels("session-3", Map.of("ticket", "42")));
    }

    /** The same usage with another rating. */
    public static UsageRecorded rated(UsageRecorded usage, Rating rating) {
        return usage(
                usage.account(),
                usage.requestId(),
                usage.attempt(),
                usage.usage(),
                usage.billedBefore(),
                usage.outcome(),
                rating);
    }

    public static RequestClosed closed(String account, String requestId, Outcome outcome, int attempts) {
        return new RequestClosed(
                requestId,
                account,
                KEY,
                outcome,
                attempts,
                HOLD,
                null,
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    public static HoldPlaced placed(String account, String requestId) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new HoldPlaced(requestId, account, KEY, HOLD, "", now, now.plusSeconds(120));
    }
}
