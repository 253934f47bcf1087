package io.tollgate.localstack.books;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.contracts.ledger.ChargePosted;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.localstack.stack.OperatorClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Compares what the simulated providers say they served with what workers recorded and the ledger charged, attempt by attempt. */
final class ServedAndRecorded {

    private static final int PAGE = 10_000;

    private final OperatorClient simulator;
    private final RecordedUsage recorded;

    ServedAndRecorded(OperatorClient simulator, RecordedUsage recorded) {
        this.simulator = simulator;
        this.recorded = recorded;
    }

    List<Check> checks() {
        Map<UUID, List<JsonNode>> served = served();
        // charges first: each of them has its usage on the topic already
        Map<UUID, ChargePosted> charges = recorded.charges();
        Map<UUID, UsageRecorded> usages = recorded.byAttempt();
        Check charged = charged(charges, usages);
        usages.values().removeIf(usage -> !usage.simulated());
        return List.of(
                new Check("5a each call to a provider is recorded", unrecorded(served, usages), served.size(), ""),
                new Check("5b an attempt calls its provider once", repeated(served), served.size(), ""),
                quantities(served, usages),
                cancelled(served, usages),
                charged);
    }

    /** What a caller who left pays for was written by the provider; where the worker had to estimate, it cannot be compared. */
    private static Check cancelled(Map<UUID, List<JsonNode>> served, Map<UUID, UsageRecorded> usages) {
        List<UsageRecorded> cut = usages.values().stream()
                .filter(usage -> usage.outcome() == Outcome.CANCELLED || usage.outcome() == Outcome.BUDGET_EXHAUSTED)
                .filter(usage -> usage.usage().source() == UsageSource.REPORTED)
                .toList();
        long more = cut.stream()
                .filter(usage -> served.getOrDefault(usage.attemptId(), List.of()).stream()
                                .mapToLong(call -> call.path("tokensWritten").asLong())
                                .sum()
                        < usage.usage().completionTokensOrZero())
                .count();
        return new Check("5d a cut answer is recorded with no more than was served", more, cut.size(), "");
    }

    private static Check charged(Map<UUID, ChargePosted> charges, Map<UUID, UsageRecorded> usages) {
        long different = charges.values().stream()
                .filter(charge -> {
                    UsageRecorded usage = usages.get(charge.attemptId());
                    return usage == null || !usage.rating().equals(charge.rating());
                })
                .count();
        return new Check("5e each charge is what its usage states", different, charges.size(), "");
    }

    private Map<UUID, List<JsonNode>> served() {
        Map<UUID, List<JsonNode>> byAttempt = new HashMap<>();
        long next = 0;
        while (true) {
            JsonNode page = simulator.require(simulator.get("/_sim/calls?limit=" + PAGE + "&since=" + next));
            for (JsonNode call : page.path("calls")) {
                if (call.hasNonNull("attempt")) {
                    byAttempt
                            .computeIfAbsent(
                                    UUID.fromString(call.path("attempt").asText()), key -> new ArrayList<>())
                            .add(call);
                }
            }
            if (page.path("next").asLong() == next) {
                return byAttempt;
            }
            next = page.path("next").asLong();
        }
    }

    private static long unrecorded(Map<UUID, List<JsonNode>> served, Map<UUID, UsageRecorded> usages) {
        return served.keySet().stream()
                .filter(attempt -> !usages.containsKey(attempt))
                .count();
    }

    private static long repeated(Map<UUID, List<JsonNode>> served) {
        return served.values().stream().filter(calls -> calls.size() > 1).count();
    }

    /**
     * Completed attempts agree to the token; what was cut or cancelled cannot be compared to the token, nor what a provider misstated by its
     * own record.
     */
    private static Check quantities(Map<UUID, List<JsonNode>> served, Map<UUID, UsageRecorded> usages) {
        long compared = 0;
        long different = 0;
        long tokens = 0;
        long misstated = 0;
        for (UsageRecorded usage : usages.values()) {
            List<JsonNode> calls = served.getOrDefault(usage.attemptId(), List.of());
            if (usage.outcome() != Outcome.COMPLETED) {
                continue;
            }
            if (calls.stream().anyMatch(ServedAndRecorded::misstatesUsage)) {
                misstated++;
                continue;
            }
            compared++;
            tokens += usage.usage().promptTokensOrZero() + usage.usage().completionTokensOrZero();
            boolean same = calls.size() == 1
                    && calls.getFirst().path("promptTokens").asLong()
                            == usage.usage().promptTokensOrZero()
                    && calls.getFirst().path("completionTokens").asLong()
                            == usage.usage().completionTokensOrZero();
            different += same ? 0 : 1;
        }
        return new Check(
                "5c tokens served = tokens recorded, per completed attempt",
                different,
                compared,
                tokens + " tokens" + (misstated == 0 ? "" : ", " + misstated + " answers with misstated usage aside"));
    }

    private static boolean misstatesUsage(JsonNode call) {
        return call.path("ended").asText().matches("fault:(huge|negative|missing)_usage");
    }
}
