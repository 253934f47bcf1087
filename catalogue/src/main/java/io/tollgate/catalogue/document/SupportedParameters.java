package io.tollgate.catalogue.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which of OpenAI's and OpenRouter's request parameters an endpoint supports: what its dialect can say and its model can do. */
public final class SupportedParameters {

    private static final Set<String> EVERYWHERE =
            Set.of("max_tokens", "max_completion_tokens", "temperature", "top_p", "stop");

    private static final Map<String, Set<String>> BY_DIALECT = Map.of(
            "openai-chat",
            Set.of("frequency_penalty", "presence_penalty", "seed", "n", "logit_bias", "logprobs", "top_logprobs"),
            "anthropic-messages",
            Set.of("top_k"),
            "gemini-generate-content",
            Set.of("top_k", "frequency_penalty", "presence_penalty", "seed", "n", "logprobs", "top_logprobs"));

    private static final Map<String, Set<String>> INEXPRESSIBLE = Map.of(
            "anthropic-messages",
            Set.of(
                    "n",
                    "logprobs",
                    "top_logprobs",
                    "seed",
                    "logit_bias",
                    "frequency_penalty",
                    "presence_penalty",
                    "repetition_penalty",
                    "min_p",
                    "top_a",
                    "prediction",
                    "audio",
                    "web_search_options"),
            "gemini-generate-content",
            Set.of(
                    "logit_bias",
                    "repetition_penalty",
                    "min_p",
                    "top_a",
                    "prediction",
                    "audio",
                    "parallel_tool_calls",
                    "web_search_options"));

    private SupportedParameters() {}

    /** Parameters that a dialect has no words for, whatever an endpoint claims, by the dialect's name. */
    public static Map<String, Set<String>> inexpressible() {
        return INEXPRESSIBLE;
    }

    /** Whether a dialect exists to call a provider that speaks this one. */
    public static boolean isCallable(String dialect) {
        return BY_DIALECT.containsKey(dialect);
    }

    /**
     * The parameters, sorted; empty if no dialect exists to call the endpoint or the model does not chat. Abilities that nobody has
     * stated are left out.
     *
     * @param unsupported what the endpoint refuses in spite of model and dialect
     */
    public static List<String> of(ModelEntry model, String dialect, @Nullable Collection<String> unsupported) {
        Set<String> ofDialect = BY_DIALECT.get(dialect);
        if (ofDialect == null || !model.kind().equals("chat")) {
            return List.of();
        }
        Set<String> parameters = new TreeSet<>(EVERYWHERE);
        parameters.addAll(ofDialect);
        if (Boolean.TRUE.equals(model.tools())) {
            parameters.addAll(List.of("tools", "tool_choice"));
            if (!dialect.equals("gemini-generate-content")) {
                parameters.add("parallel_tool_calls");
            }
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
