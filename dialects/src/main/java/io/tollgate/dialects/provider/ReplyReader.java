package io.tollgate.dialects.provider;

import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.dialects.sse.SseEvent;
import java.util.List;

/** Reads one provider's reply, event by event or whole. */
public interface ReplyReader {

    /**
     * Reads one server-sent event.
     *
     * @throws ProviderFailureException if the event is an error or cannot be read
     */
    List<ReplyEvent> read(SseEvent event);

    /**
     * Reads a whole JSON answer.
     *
     * @throws ProviderFailureException if it is an error or cannot be read
     */
    List<ReplyEvent> readWhole(byte[] body);

    /** Whether the dialect's own sign of a complete reply has been seen; a stream that ends without it was cut. */
    boolean complete();
}
