package io.tollgate.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call asks for, whatever the dialect.
 *
 * @param prompt the prompt in order, as pieces that a prefix cache can tell apart
 * @param images images in the prompt
 * @param tools tools the answer may call
 * @param choice whether it may, must or must not call one
 * @param parallelCalls whether it may call several at once
 * @param afterToolResults whether the prompt ends with results of tools: then the answer is text unless a call is required
 * @param shape form of the text
 * @param schema JSON Schema of the text if its shape is {@link Shape#SCHEMA}
 * @param maxTokens most output tokens, reasoning included
 * @param stops texts before which the answer ends
 * @param choices answers wanted
 * @param reasoningTokens output tokens to spend on reasoning; 0 for none
 * @param reasoningShown whether the reasoning is part of the reply or only counted
 * @param stream whether the reply is streamed
 * @param usageInStream whether a streamed reply ends with its usage
 * @param logprobs whether token probabilities are wanted
 * @param fingerprint stands for everything that decides the answer
 */
public record Ask(
        List<Segment> prompt,
        int images,
        List<Tool> tools,
        ToolChoice choice,
        boolean parallelCalls,
        boolean afterToolResults,
        Shape shape,
        @Nullable JsonNode schema,
        long maxTokens,
        List<String> stops,
        int choices,
        int reasoningTokens,
        boolean reasoningShown,
        boolean stream,
        boolean usageInStream,
        boolean logprobs,
        String fingerprint) {

    public Ask {
        prompt = List.copyOf(prompt);
        tools = List.copyOf(tools);
        stops = List.copyOf(stops);
    }

    /** Form of the answer's text. */
    public enum Shape {
        TEXT,
        JSON,
        SCHEMA
    }

    /**
     * A part of the prompt.
     *
     * @param digest stands for its content
     * @param tokens its size
     * @param cacheMark whether the caller asked for caching up to here
     */
    public record Segment(String digest, int tokens, boolean cacheMark) {}

    /**
     * A function on offer.
     *
     * @param parameters JSON Schema of its arguments; absent if it takes none
     */
    public record Tool(String name, @Nullable JsonNode parameters) {}

    /**
     * Whether tools are called.
     *
     * @param names the only tools that may be called; empty means all
     */
    public record ToolChoice(Mode mode, List<String> names) {

        public static final ToolChoice AUTO = new ToolChoice(Mode.AUTO, List.of());
        public static final ToolChoice NONE = new ToolChoice(Mode.NONE, List.of());

        public ToolChoice {
            names = List.copyOf(names);
        }

        /** May, must or must not. */
        public enum Mode {
            NONE,
            AUTO,
            REQUIRED
        }
    }

    /** Size of the whole prompt. */
    public int promptTokens() {
        return prompt.stream().mapToInt(Segment::tokens).sum();
    }
}
