package io.tollgate.ingress.reply;

import io.tollgate.livestate.ReplyRequest;

/** One caller's wait for a reply, from before anybody can answer until the reply is delivered or abandoned. */
public final class PendingReply {

    private final ReplyRequest request;
    private final FrameReader reader;

    PendingReply(ReplyRequest request, FrameReader reader) {
        this.request = request;
        this.reader = reader;
    }

    public String requestId() {
        return reader.requestId();
    }

    /** What the reply answers. */
    public ReplyRequest request() {
        return request;
    }

    FrameReader reader() {
        return reader;
    }
}
