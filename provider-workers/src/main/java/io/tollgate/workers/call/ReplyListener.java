package io.tollgate.workers.call;

import io.tollgate.dialects.reply.ReplyEvent;
import java.util.List;

/** Takes a reply as it comes. Called on the call's context only, never after the call ended. */
public interface ReplyListener {

    /** The next events, never empty. Returns whether output has come by now. */
    boolean events(List<ReplyEvent> events);

    /** How the call ended; the last to be called, exactly once. */
    void ended(CallEnd end);
}
