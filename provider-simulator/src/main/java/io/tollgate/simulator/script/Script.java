package io.tollgate.simulator.script;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is set for a model, a provider or all calls; what is absent is left to the wider scope, and at last to the configuration.
 *
 * @param timeToFirstTokenMillis pause before the first token
 * @param tokensPerSecond pace of one answer; 0 is as fast as possible
 * @param answerTokens length of text answers
 * @param answer text of text answers
 * @param reasoningTokens reasoning of answers where reasoning is asked for
 * @param faults the first that strikes is taken
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Script(
        @Nullable Long timeToFirstTokenMillis,
        @Nullable Integer tokensPerSecond,
        @Nullable Integer answerTokens,
        @Nullable String answer,
        @Nullable Integer reasoningTokens,
        @Nullable List<Fault> faults) {

    public static final Script NOTHING = new Script(null, null, null, null, null, null);

    public Script {
        faults = faults == null ? List.of() : List.copyOf(faults);
    }

    /** This script, and where it is silent the wider one; faults of both, this one's first. */
    Script over(Script wider) {
        return new Script(
                timeToFirstTokenMillis != null ? timeToFirstTokenMillis : wider.timeToFirstTokenMillis,
                tokensPerSecond != null ? tokensPerSecond : wider.tokensPerSecond,
                answerTokens != null ? answerTokens : wider.answerTokens,
                answer != null ? answer : wider.answer,
                reasoningTokens != null ? reasoningTokens : wider.reasoningTokens,
                List.of());
    }

    List<Fault> faultsInOrder() {
        return faults == null ? List.of() : faults;
    }

    /** What is wrong with its values; absent if nothing is. */
    @Nullable
    String problem() {
        if (negative(timeToFirstTokenMillis)
                || negative(tokensPerSecond)
                || negative(answerTokens)
                || negative(reasoningTokens)) {
            return "times, paces and lengths must not be negative";
        }
        for (Fault fault : faultsInOrder()) {
            String problem = fault.problem();
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static boolean negative(@Nullable Number number) {
        return number != null && number.longValue() < 0;
    }
}
