package io.tollgate.dialects.reply;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One numbered piece of a reply on its way back to the caller. Numbers are dense from 0. The first frame of an answer has a head,
 * the last frame of any reply an end, and nothing follows it; a request that failed before its first token has one frame with an
 * end alone.
 *
 * @param seq number within the reply, from 0
 * @param events steps of the reply, in order
 * @param head who answers; on frame 0 of an answer alone
 * @param end how the reply ended; on the last frame alone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Frame(
        long seq,
        List<ReplyEvent> events,
        @Nullable Head head,
        @Nullable End end) {

    public Frame {
        events = List.copyOf(events);
    }

    /** The frame that begins an answer. */
    public static Frame first(Head head, List<ReplyEvent> events) {
        return new Frame(0, events, head, null);
    }

    /** A frame in the middle of an answer. */
    public static Frame next(long seq, List<ReplyEvent> events) {
        return new Frame(seq, events, null, null);
    }

    /** The frame that ends a reply. */
    public static Frame last(long seq, End end) {
        return new Frame(seq, List.of(), null, end);
    }

    /** Whether nothing follows this frame. */
    public boolean terminal() {
        return end != null;
    }
}
