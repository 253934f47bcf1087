package io.tollgate.ingress.reply;

import io.tollgate.dialects.reply.Frame;
import io.tollgate.ingress.http.ApiError;

/** One reply in the form the caller asked for. Called on the request's context. */
interface Answer {

    /** The next frame; the last one ends the response. */
    void frame(Frame frame);

    /** Ends the response with an error: its status if nothing was sent yet, else what can still be told. */
    void fail(ApiError error);

    /** Nothing came for a while. */
    void quiet();

    /** Whether the caller cannot take more at the moment. */
    boolean full();
}
