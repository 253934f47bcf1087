package io.tollgate.localstack.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Chooses a model to try: one that can be called here and does what scripts expect of it. */
final class DemoModel {

    private static final long ROOMY = 128_000;
    private static final Set<String> ABILITIES = Set.of("tools", "structured_outputs");

    private DemoModel() {}

    /**
     * The preferred model if it can be called, else one with tools, structured output and a context of at least 128,000 tokens, else any.
     *
     * @param models as {@code GET /api/v1/models} lists them
     * @return empty if none can be called
     */
    static Optional<String> choose(JsonNode models, String preferred) {
        return StreamSupport.stream(models.spliterator(), false)
                .filter(model -> model.path("callable").asBoolean())
                .max(Comparator.comparingInt(model -> merit(model, preferred)))
                .map(model -> model.path("id").asText());
    }

    private static int merit(JsonNode model, String preferred) {
        if (model.path("id").asText().equals(preferred)) {
            return 2;
        }
        return model.path("context_length").asLong() >= ROOMY
                        && abilities(model).containsAll(ABILITIES)
                ? 1
                : 0;
    }

    private static Set<String> abilities(JsonNode model) {
        Set<String> stated = new HashSet<>();
        model.path("supported_parameters").forEach(name -> stated.add(name.asText()));
        return stated;
    }
}
