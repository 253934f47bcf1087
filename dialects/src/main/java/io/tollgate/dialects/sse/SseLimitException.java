package io.tollgate.dialects.sse;

/** A server-sent event is longer than the decoder's limit; the stream cannot be read on. */
public final class SseLimitException extends RuntimeException {

    public SseLimitException(int maxEventBytes) {
        super("a server-sent event is longer than " + maxEventBytes + " bytes");
    }
}
