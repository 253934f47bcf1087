package io.tollgate.workers.flow;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.dispatch.Stop;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.BodyReference;
import io.tollgate.contracts.request.HoldTerms;
import io.tollgate.contracts.request.PromptFeatures;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes assignments for tests: prompt 1 USD, completion 2 USD for a million tokens. */
public final class Requests {

    public static final byte[] BODY =
            "{\"model\":\"test/model\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true}"
                    .getBytes(StandardCharsets.UTF_8);
    public static final long SLICE = 100;

    private Requests() {}

    public static Stop stop(String provider, String baseUrl) {
        return stop(provider, baseUrl, true);
    }

    public static Stop stop(String provider, String baseUrl, boolean cancellable) {
        String endpoint = "test/model@" + provider;
        return new Stop(
                endpoint,
                "test/model",
                provider,
                provider.toUpperCase(Locale.ROOT),
                "native-model",
                "openai-chat",
                baseUrl,
                prices(endpoint),
                null,
                cancellable,
                true,
                "simulator",
                null,
                null);
    }

    public static PriceVersion prices(String endpoint) {
        return new PriceVersion(
                endpoint + "#1",
                endpoint,
                Instant.EPOCH,
                List.of(
                        new MeterPrice(Meter.PROMPT, NanoUsd.of(1_000_000_000), 1_000_000, null),
                        new MeterPrice(Meter.COMPLETION, NanoUsd.of(2_000_000_000), 1_000_000, null)));
    }

    public static PromptFeatures features(@Nullable Long maxOutputTokens) {
        return new PromptFeatures(10, 20, 0, Set.of("text"), Set.of("text"), Set.of(), maxOutputTokens, 1);
    }

    public static RouteAssigned route(String account, boolean stream, NanoUsd hold, Stop... stops) {
        return route(account, stream, hold, Duration.ofMinutes(5), stops);
    }

    public static RouteAssigned route(String account, boolean stream, NanoUsd hold, Duration deadline, Stop... stops) {
        return route(account, stream, hold, Instant.now(), deadline, stops);
    }

    /** A stream that was accepted some time ago. */
    public static RouteAssigned route(String account, Instant acceptedAt, NanoUsd hold, Stop... stops) {
        return route(account, true, hold, acceptedAt, Duration.ofMinutes(5), stops);
    }

    private static RouteAssigned route(
            String account, boolean stream, NanoUsd hold, Instant acceptedAt, Duration deadline, Stop... stops) {
        return new RouteAssigned(
                Ids.newRequestId(),
                "chat",
                account,
                "key-1",
                "local",
                1,
                List.of(stops),
                "test/model",
                features(null),
                stream,
                new HoldTerms(hold, 20, SLICE, ""),
                500,
                NanoUsd.ZERO,
                BodyReference.inline(BODY.length),
                acceptedAt,
                acceptedAt.plus(deadline),
                null,
                null,
                null);
    }
}
