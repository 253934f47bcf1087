package io.tollgate.bus;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.BodyReference;
import io.tollgate.contracts.request.HoldTerms;
import io.tollgate.contracts.request.InferenceRequested;
import io.tollgate.contracts.request.Preferences;
import io.tollgate.contracts.request.PromptFeatures;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Events to send. */
final class Samples {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Samples() {}

    static InferenceRequested request(BodyReference body) {
        return new InferenceRequested(
                Ids.newRequestId(),
                "chat",
                "acme",
                "key-1",
                "cell-1",
                List.of("deepseek/deepseek-v4-pro"),
                Preferences.NONE,
                new PromptFeatures(10, 20, 0, Set.of("text"), Set.of("text"), Set.of(), 100L, 1),
                true,
                new HoldTerms(NanoUsd.of(1_000), 20, 100, ""),
                500,
                null,
                body,
                NOON,
                NOON.plusSeconds(60),
                null,
                null,
                null);
    }
}
