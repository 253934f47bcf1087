package io.tollgate.workers.call;

import io.tollgate.workers.WorkersConfig;
import java.time.Duration;

/**
 * What a provider may send, and how long it may be silent.
 *
 * @param maxEventBytes one server-sent event
 * @param maxMediaEventBytes one server-sent event of a model that answers with images or sound
 * @param maxAnswerBytes a whole answer, or a stream in sum
 * @param maxErrorBytes the part of an error's body that is read
 * @param idle between two pieces of a stream
 * @param afterComplete how long the rest of a complete reply is awaited
 */
record CallLimits(
        int maxEventBytes,
        int maxMediaEventBytes,
        long maxAnswerBytes,
        int maxErrorBytes,
        Duration idle,
        Duration afterComplete) {

    static CallLimits of(WorkersConfig config) {
        return new CallLimits(
                Math.toIntExact(config.reply().maxEvent().asLongValue()),
                Math.toIntExact(config.reply().maxMediaEvent().asLongValue()),
                config.reply().maxAnswer().asLongValue(),
                Math.toIntExact(config.reply().maxErrorBody().asLongValue()),
                config.timeouts().idle(),
                config.timeouts().afterComplete());
    }
}
