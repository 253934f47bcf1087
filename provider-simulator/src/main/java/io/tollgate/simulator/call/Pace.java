package io.tollgate.simulator.call;

/**
 * How fast an answer comes.
 *
 * @param millisToFirstToken pause before the first token
 * @param tokensPerSecond tokens a second from then on; 0 is as fast as possible
 */
record Pace(long millisToFirstToken, int tokensPerSecond) {

    /** Tokens that may have been written so long after the call came. */
    long due(long millis) {
        if (millis < millisToFirstToken) {
            return 0;
        }
        return tokensPerSecond == 0 ? Long.MAX_VALUE : 1 + (millis - millisToFirstToken) * tokensPerSecond / 1000;
    }

    /** When so many tokens may have been written, in milliseconds after the call came. */
    long millisFor(long tokens) {
        return tokensPerSecond == 0 || tokens <= 1
                ? millisToFirstToken
                : millisToFirstToken + (tokens - 1) * 1000 / tokensPerSecond;
    }
}
