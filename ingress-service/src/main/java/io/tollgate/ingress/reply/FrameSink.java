package io.tollgate.ingress.reply;

import io.tollgate.dialects.reply.Frame;
import io.tollgate.ingress.http.ApiError;

/** Where the frames of one reply go, in order and each once. Called on the request's context. */
interface FrameSink {

    void frame(Frame frame);

    /** There will be no more frames, for this reason. */
    void fail(ApiError error);
}
