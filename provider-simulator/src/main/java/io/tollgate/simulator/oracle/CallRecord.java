package io.tollgate.simulator.oracle;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What one call was and how it ended.
 *
 * @param seq number of the call's line, from 1 without gaps
 * @param callId id of the call, also in the reply's own id
 * @param attempt the caller's reference, from the header {@code x-tollgate-attempt}; absent if none was sent
 * @param at when the call came, ISO-8601
 * @param promptTokens prompt tokens; 0 if the request was not read
 * @param cachedTokens those read from the prompt cache
 * @param cacheWriteTokens those written to it
 * @param completionTokens output tokens of the whole answer
 * @param reasoningTokens those of them spent on reasoning
 * @param tokensWritten output tokens that reached the connection
 * @param bytesFlushed bytes of the reply's body that reached the connection
 * @param images images in the prompt
 * @param status HTTP status; 0 if none was sent
 * @param ended {@code ok}, {@code client_closed}, {@code refused} or {@code fault:<kind>}
 * @param millis how long it took
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CallRecord(
        long seq,
        String callId,
        @Nullable String attempt,
        String at,
        String dialect,
        String provider,
        String model,
        boolean stream,
        int promptTokens,
        int cachedTokens,
        int cacheWriteTokens,
        int completionTokens,
        int reasoningTokens,
        int tokensWritten,
        long bytesFlushed,
        int images,
        int status,
        String ended,
        long millis) {

    /** This record as the given line. */
    CallRecord numbered(long line) {
        return new CallRecord(
                line,
                callId,
                attempt,
                at,
                dialect,
                provider,
                model,
                stream,
                promptTokens,
                cachedTokens,
                cacheWriteTokens,
                completionTokens,
                reasoningTokens,
                tokensWritten,
                bytesFlushed,
                images,
                status,
                ended,
                millis);
    }
}
