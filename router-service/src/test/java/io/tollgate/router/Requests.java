package io.tollgate.router;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.BodyReference;
import io.tollgate.contracts.request.HoldTerms;
import io.tollgate.contracts.request.InferenceRequested;
import io.tollgate.contracts.request.Preferences;
import io.tollgate.contracts.request.PromptFeatures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Requests as the tests make them. */
public final class Requests {

    private Requests() {}

    /** A request for short text, accepted at the given instant, with half a minute to run. */
    public static InferenceRequested text(
            List<String> models, Preferences preferences, String hold, Instant acceptedAt) {
        return new InferenceRequested(
                Ids.newRequestId(),
                "chat",
                "acct-1",
                "key-1",
                "local",
                models,
                preferences,
                new PromptFeatures(10, 100, 0, Set.of("text"), Set.of("text"), Set.of(), 50L, 1),
                true,
                new HoldTerms(NanoUsd.parse(hold), 100, 1024, ""),
                500,
                null,
                BodyReference.inline(2),
                acceptedAt,
                acceptedAt.plus(Duration.ofSeconds(30)),
                null,
                null,
                null);
    }

    /** Preferences with an order, an exclusive list, and whether others may follow. */
    public static Preferences preferring(List<String> order, List<String> only, boolean allowFallbacks) {
        return new Preferences(
                order, only, List.of(), allowFallbacks, false, List.of(), null, Map.of(), null, false, null);
    }
}
