package io.tollgate.dialects.openai;

import io.tollgate.dialects.provider.Target;
import java.util.Locale;
import java.util.Set;

/**
 * Where hosts of the OpenAI dialect differ from each other. Only what would make a host refuse or misread a request stands here.
 *
 * @param official whether OpenAI's own rules hold: {@code developer} is a role, {@code max_completion_tokens} the limit
 * @param strict whether fields are refused that are not OpenAI's
 * @param reasoningModel whether it is one of OpenAI's reasoning models, which refuse sampling parameters
 * @param statesUsage whether usage comes in streams without {@code stream_options}, which the host refuses
 * @param seedField what {@code seed} is called
 * @param reasoning how thinking is switched
 * @param keepsReasoning whether an assistant's earlier reasoning is to be sent back, as {@code reasoning_content}
 * @param cacheMarkers whether content parts may have {@code cache_control}
 */
record HostTraits(
        boolean official,
        boolean strict,
        boolean reasoningModel,
        boolean statesUsage,
        String seedField,
        ReasoningSwitch reasoning,
        boolean keepsReasoning,
        boolean cacheMarkers) {

    private static final Set<String> OFFICIAL = Set.of("openai", "azure");
    private static final Set<String> STRICT = Set.of("openai", "azure", "groq", "mistral", "cerebras");
    private static final Set<String> THINKING_OBJECT =
            Set.of("deepseek", "z-ai", "moonshotai", "byteplus", "xiaomi", "meituan");
    private static final Set<String> THINKING_FLAG = Set.of("alibaba", "siliconflow");
    private static final Set<String> KEEPS_REASONING = Set.of(
            "deepseek", "z-ai", "moonshotai", "byteplus", "xiaomi", "alibaba", "siliconflow", "novita", "fireworks");
    private static final Set<String> CACHE_MARKERS = Set.of("alibaba");

    static HostTraits of(Target target) {
        String provider = target.provider();
        boolean official = OFFICIAL.contains(provider);
        boolean mistral = provider.equals("mistral");
        return new HostTraits(
                official,
                STRICT.contains(provider),
                official && isReasoningModel(target.providerModel()),
                mistral,
                mistral ? "random_seed" : "seed",
                reasoningSwitch(provider),
                KEEPS_REASONING.contains(provider),
                CACHE_MARKERS.contains(provider));
    }

    private static ReasoningSwitch reasoningSwitch(String provider) {
        if (THINKING_OBJECT.contains(provider)) {
            return ReasoningSwitch.THINKING_OBJECT;
        }
        return THINKING_FLAG.contains(provider) ? ReasoningSwitch.THINKING_FLAG : ReasoningSwitch.EFFORT;
    }

    private static boolean isReasoningModel(String providerModel) {
        String model = providerModel.toLowerCase(Locale.ROOT);
        boolean numbered = model.matches("o[1-9].*");
        return numbered || (model.startsWith("gpt-5") && !model.contains("chat"));
    }

    /** How a host is told to think. */
    enum ReasoningSwitch {
        /** {@code reasoning_effort}. */
        EFFORT,
        /** {@code thinking: {type: enabled|disabled}}. */
        THINKING_OBJECT,
        /** {@code enable_thinking} and {@code thinking_budget}. */
        THINKING_FLAG
    }
}
