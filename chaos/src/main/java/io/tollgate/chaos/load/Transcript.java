package io.tollgate.chaos.load;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one caller saw of one call.
 *
 * @param account who called
 * @param streamed whether a stream was asked for
 * @param status HTTP status; 0 if the connection broke before there was one
 * @param generation id of the request; absent if the caller never learned it
 * @param end how it ended for the caller
 * @param errorType of the error that ended it; absent if there was none
 * @param text what came of the answer
 * @param cost the charge that the answer stated, in USD; absent if it stated none
 * @param completionTokens as the answer stated them
 * @param eventIds ids of the events of a stream, in the order they came, resumed ones included
 * @param resumed how often the stream was taken up again
 * @param millis time from the call to its end
 */
public record Transcript(
        String account,
        boolean streamed,
        int status,
        @Nullable String generation,
        End end,
        @Nullable String errorType,
        String text,
        @Nullable BigDecimal cost,
        long completionTokens,
        List<String> eventIds,
        int resumed,
        long millis) {

    /** How a call can end for its caller. */
    public enum End {
        /** As a complete answer ends. */
        CLEAN,
        /** With a status of 400 or more, or with an error in the stream. */
        ERROR,
        /** The connection broke, or the stream stopped without a word. */
        BROKEN,
        /** The caller left. */
        LEFT
    }

    public Transcript {
        eventIds = List.copyOf(eventIds);
    }

    public boolean isClean() {
        return end == End.CLEAN;
    }

    /** A call under way. Not thread-safe. */
    static final class Draft {

        final StringBuilder text = new StringBuilder();
        final List<String> eventIds = new ArrayList<>();
        int status;

        @Nullable
        String generation;

        @Nullable
        String errorType;

        @Nullable
        BigDecimal cost;

        long completionTokens;
        int resumed;
        boolean done;
        boolean left;

        Transcript finish(String account, boolean streamed, long millis) {
            return new Transcript(
                    account,
                    streamed,
                    status,
                    generation,
                    end(),
                    errorType,
                    text.toString(),
                    cost,
                    completionTokens,
                    eventIds,
                    resumed,
                    millis);
        }

        private End end() {
            if (done) {
                return End.CLEAN;
            }
            if (errorType != null || status >= 400) {
                return End.ERROR;
            }
            return left ? End.LEFT : End.BROKEN;
        }
    }
}
