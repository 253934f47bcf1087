package io.tollgate.simulator.wire;

import io.tollgate.simulator.answer.Answer;
import io.tollgate.simulator.answer.Ask;
import io.tollgate.simulator.answer.Counts;
import java.util.List;

/**
 * A call with its answers.
 *
 * @param callId id of the call in the record; the dialect makes its own ids from it
 * @param createdEpochSeconds when it came
 * @param answers one a choice
 */
public record Served(
        String callId,
        long createdEpochSeconds,
        Address address,
        Ask ask,
        List<Answer> answers,
        Counts counts,
        UsageFault usageFault) {

    public Served {
        answers = List.copyOf(answers);
    }
}
