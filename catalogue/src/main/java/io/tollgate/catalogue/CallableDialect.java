package io.tollgate.catalogue;

import io.tollgate.contracts.request.PromptFeatures;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A wire format in which endpoints can be called, and which request parameters it has words for, by OpenAI's and OpenRouter's names. The
 * one place where this is written down; the translations are tested against it.
 *
 * @param dialect its name in the catalogue
 * @param ownParameters parameters it has words for, besides those that every dialect has and those that follow from a model's abilities
 * @param inexpressible parameters, and uses of parameters, it has no words for, whatever an endpoint claims; {@code n} beyond 1 is meant
 */
public record CallableDialect(String dialect, Set<String> ownParameters, Set<String> inexpressible) {

    private static final CallableDialect OPENAI_CHAT = new CallableDialect(
            "openai-chat",
            Set.of(
                    "frequency_penalty",
                    "presence_penalty",
                    "seed",
                    "n",
                    "logit_bias",
                    "logprobs",
                    "top_logprobs",
                    "parallel_tool_calls"),
            Set.of());

    private static final CallableDialect ANTHROPIC_MESSAGES = new CallableDialect(
            "anthropic-messages",
            Set.of("top_k", "parallel_tool_calls"),
            Set.of(
                    PromptFeatures.BLANK_STOP,
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
                    "web_search_options"));

    private static final CallableDialect GEMINI_GENERATE_CONTENT = new CallableDialect(
            "gemini-generate-content",
            Set.of("top_k", "frequency_penalty", "presence_penalty", "seed", "n", "logprobs", "top_logprobs"),
            Set.of(
                    "logit_bias",
                    "repetition_penalty",
                    "min_p",
                    "top_a",
                    "prediction",
                    "audio",
                    "parallel_tool_calls",
                    "web_search_options"));

    private static final Map<String, CallableDialect> BY_NAME = Stream.of(
                    OPENAI_CHAT, ANTHROPIC_MESSAGES, GEMINI_GENERATE_CONTENT)
            .collect(Collectors.toUnmodifiableMap(CallableDialect::dialect, Function.identity()));

    public CallableDialect {
        ownParameters = Set.copyOf(ownParameters);
        inexpressible = Set.copyOf(inexpressible);
    }

    /** The dialect of that name, or empty if nobody can call an endpoint in it. */
    public static Optional<CallableDialect> named(String dialect) {
        return Optional.ofNullable(BY_NAME.get(dialect));
    }

    /** The names of all of them. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }
}
