package io.tollgate.simulator.answer;

import java.util.List;

/**
 * The token counts of one call.
 *
 * @param prompt all input tokens
 * @param cached those of them read from the prompt cache
 * @param cacheWrite those of them written to it
 * @param completion all output tokens of all choices
 * @param reasoning those of them spent on reasoning
 */
public record Counts(int prompt, int cached, int cacheWrite, int completion, int reasoning) {

    public static Counts of(Ask ask, PrefixCache.Hit hit, List<Answer> answers) {
        return new Counts(
                ask.promptTokens(),
                hit.read(),
                hit.written(),
                answers.stream().mapToInt(Answer::tokens).sum(),
                answers.stream().mapToInt(Answer::reasoningTokens).sum());
    }
}
