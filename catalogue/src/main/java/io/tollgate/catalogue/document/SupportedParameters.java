package io.tollgate.catalogue.document;

import io.tollgate.catalogue.CallableDialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which of OpenAI's and OpenRouter's request parameters an endpoint supports: what its dialect can say and its model can do. */
public final class SupportedParameters {

    private static final Set<String> EVERYWHERE =
            Set.of("max_tokens", "max_completion_tokens", "temperature", "top_p", "stop");
    private static final String PARALLEL_TOOLS = "parallel_tool_calls";

    private SupportedParameters() {}

    /**
     * The parameters, sorted; empty if no dialect exists to call the endpoint or the model does not chat. Abilities that nobody has
     * stated are left out.
     *
     * @param unsupported what the endpoint refuses in spite of model and dialect
     */
    public static List<String> of(ModelEntry model, String dialect, @Nullable Collection<String> unsupported) {
        Optional<CallableDialect> spoken = CallableDialect.named(dialect);
        if (spoken.isEmpty() || !model.kind().equals("chat")) {
            return List.of();
        }
        Set<String> parameters = new TreeSet<>(EVERYWHERE);
        parameters.addAll(spoken.get().ownParameters());
        if (Boolean.TRUE.equals(model.tools())) {
            parameters.addAll(List.of("tools", "tool_choice"));
        } else {
            parameters.remove(PARALLEL_TOOLS);
        }
        if (Boolean.TRUE.equals(model.reasoning())) {
            parameters.addAll(List.of("reasoning", "include_reasoning", "reasoning_effort"));
        }
        if (Boolean.TRUE.equals(model.structuredOutputs())) {
            parameters.addAll(List.of("response_format", "structured_outputs"));
        }
        if (unsupported != null) {
            parameters.removeAll(Set.copyOf(unsupported));
        }
        return new ArrayList<>(parameters);
    }
}
