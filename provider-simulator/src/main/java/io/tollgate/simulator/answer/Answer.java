package io.tollgate.simulator.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer, cut into tokens.
 *
 * @param parts in the order in which they are said
 * @param end why it ended
 * @param stop the stop sequence that ended it; absent unless one did
 */
public record Answer(List<Part> parts, End end, @Nullable String stop) {

    public Answer {
        parts = List.copyOf(parts);
    }

    /** Why an answer ended. */
    public enum End {
        STOP,
        STOP_SEQUENCE,
        LENGTH,
        TOOL_CALLS
    }

    /** A stretch of an answer. */
    public sealed interface Part {

        /** What it says, token by token. */
        List<String> tokens();

        /** Output tokens it counts as. */
        default int size() {
            return tokens().size();
        }

        /** A part with only its first tokens. */
        Part first(int count);
    }

    /** Thinking ahead of the answer. */
    public record Reasoning(List<String> tokens) implements Part {
        public Reasoning {
            tokens = List.copyOf(tokens);
        }

        @Override
        public Part first(int count) {
            return new Reasoning(tokens.subList(0, count));
        }
    }

    /** The text itself. */
    public record Text(List<String> tokens) implements Part {
        public Text {
            tokens = List.copyOf(tokens);
        }

        @Override
        public Part first(int count) {
            return new Text(tokens.subList(0, count));
        }
    }

    /**
     * A call of a tool; its name counts as one token.
     *
     * @param seed varies the call's id
     * @param tokens its arguments as JSON text
     * @param whole whether the arguments are complete
     */
    public record Call(long seed, String name, List<String> tokens, boolean whole) implements Part {
        public Call {
            tokens = List.copyOf(tokens);
        }

        @Override
        public int size() {
            return tokens.size() + 1;
        }

        @Override
        public Part first(int count) {
            return new Call(seed, name, tokens.subList(0, Math.max(0, count - 1)), false);
        }

        /** The call's id with a dialect's prefix. */
        public String id(String prefix) {
            String hex = Long.toHexString(seed);
            return prefix + "0".repeat(16 - hex.length()) + hex;
        }
    }

    /** Output tokens of all parts. */
    public int tokens() {
        return parts.stream().mapToInt(Part::size).sum();
    }

    /** Output tokens spent on reasoning. */
    public int reasoningTokens() {
        return parts.stream()
                .filter(Reasoning.class::isInstance)
                .mapToInt(Part::size)
                .sum();
    }

    /** The text of all parts of the given kind. */
    public String textOf(Class<? extends Part> kind) {
        StringBuilder text = new StringBuilder();
        parts.stream().filter(kind::isInstance).forEach(part -> part.tokens().forEach(text::append));
        return text.toString();
    }

    /** The calls of tools, in order. */
    public List<Call> calls() {
        return parts.stream()
                .filter(Call.class::isInstance)
                .map(Call.class::cast)
                .toList();
    }
}
