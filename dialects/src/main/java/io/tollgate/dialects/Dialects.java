package io.tollgate.dialects;

import io.tollgate.dialects.anthropic.AnthropicDialect;
import io.tollgate.dialects.gemini.GeminiDialect;
import io.tollgate.dialects.openai.OpenAiDialect;
import io.tollgate.dialects.provider.ProviderDialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The provider dialects that can be spoken, by their names in the catalogue. */
public final class Dialects {

    private static final Map<String, ProviderDialect> BY_NAME =
            List.<ProviderDialect>of(new OpenAiDialect(), new AnthropicDialect(), new GeminiDialect()).stream()
                    .collect(Collectors.toUnmodifiableMap(ProviderDialect::name, Function.identity()));

    /**
     * Request parameters that a dialect has no words for, whatever an endpoint claims; by OpenAI's names. {@code n} beyond 1 is
     * meant.
     */
    private static final Map<String, Set<String>> UNSUPPORTED = Map.of(
            "openai-chat",
            Set.of(),
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

    /**
     * Request parameters that shape the answer: an endpoint that cannot express one in use must not serve at all. Others may be
     * dropped unless the caller requires them.
     */
    private static final Set<String> SHAPING = Set.of("n", "logprobs", "top_logprobs", "audio");

    private Dialects() {}

    /** The dialect of that name, or empty if it is not spoken. */
    public static Optional<ProviderDialect> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The names of all dialects that are spoken. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /** Request parameters that the dialect of that name cannot express, by OpenAI's names. */
    public static Set<String> unsupportedParameters(String dialect) {
        return UNSUPPORTED.getOrDefault(dialect, Set.of());
    }

    /** Request parameters that cannot be expressed, by the dialect's name. */
    public static Map<String, Set<String>> unsupportedParameters() {
        return UNSUPPORTED;
    }

    /** Request parameters without which an answer would not be what was asked for, by OpenAI's names; never to be dropped. */
    public static Set<String> shapingParameters() {
        return SHAPING;
    }
}
