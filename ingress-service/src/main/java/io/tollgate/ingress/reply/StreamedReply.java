package io.tollgate.ingress.reply;

import io.tollgate.contracts.usage.Outcome;
import io.tollgate.crash.CrashPoint;
import io.tollgate.dialects.openai.ChatRenderer;
import io.tollgate.dialects.openai.RouterMetadata;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.dialects.sse.SseEncoder;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiErrors;
import io.tollgate.ingress.http.Responses;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply as server-sent events. The status is sent with the first of them; {@code [DONE]} follows a clean end and nothing else. The id
 * of an event is the number of its frame and its place within it, so that a caller can say what it has; what it has is not sent again. The
 * same reply always has the same events; only comments, and what we say when we give up, come and go.
 */
final class StreamedReply implements Answer {

    private static final Buffer KEEP_ALIVE = Buffer.buffer(SseEncoder.comment("TOLLGATE PROCESSING"));
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final Responses responses;
    private final ChatRenderer renderer;
    private final @Nullable RouterMetadata metadata;
    private final EventPosition after;
    private long nextSeq;

    /**
     * @param metadata renders the route for a caller that wants to see it; absent otherwise
     * @param after what the caller has already
     * @param writeBuffer bytes that may wait for the caller
     */
    StreamedReply(
            RoutingContext context,
            Responses responses,
            ChatRenderer renderer,
            @Nullable RouterMetadata metadata,
            EventPosition after,
            int writeBuffer) {
        this.context = context;
        this.response = context.response();
        this.responses = responses;
        this.renderer = renderer;
        this.metadata = metadata;
        this.after = after;
        response.setWriteQueueMaxSize(writeBuffer);
    }

    @Override
    public void frame(Frame frame) {
        nextSeq = frame.seq() + 1;
        End end = frame.end();
        ReplyFailure failure = end == null ? null : end.failure();
        if (end != null && failure != null && atTheStart()) {
            responses.error(context, ApiErrors.of(end, failure), metadata);
            return;
        }
        List<byte[]> events = new ArrayList<>(renderer.chunks(frame));
        if (end != null && failure == null) {
            events.add(DONE);
        }
        write(frame.seq(), events);
        if (end == null) {
            CrashPoint.INGRESS_MID_STREAM.reached();
        } else if (!response.ended() && !response.closed()) {
            begin();
            response.end();
        }
    }

    /** Whether the caller has nothing of this reply, its status least of all. */
    private boolean atTheStart() {
        return !response.headWritten() && after.equals(EventPosition.START);
    }

    private void write(long seq, List<byte[]> events) {
        Buffer out = Buffer.buffer();
        for (int place = 0; place < events.size(); place++) {
            if (!after.covers(seq, place)) {
                out.appendBytes(SseEncoder.event(EventPosition.id(seq, place), null, events.get(place)));
            }
        }
        if (out.length() > 0) {
            send(out);
        }
    }

    @Override
    public void fail(ApiError error) {
        if (!response.headWritten()) {
            responses.error(context, error, metadata);
            return;
        }
        // without ids: this is no part of the reply, and a caller that comes back must not take it for one
        ReplyFailure failure = ReplyFailure.of(error.status(), error.errorType(), error.message());
        End end = new End(Outcome.INTERRUPTED, failure, null, null, 0);
        for (byte[] chunk : renderer.chunks(Frame.last(nextSeq, end))) {
            send(Buffer.buffer(SseEncoder.data(chunk)));
        }
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }

    @Override
    public void quiet() {
        send(KEEP_ALIVE);
    }

    private void send(Buffer bytes) {
        if (response.ended() || response.closed()) {
            return;
        }
        begin();
        response.write(bytes);
    }

    private void begin() {
        if (!response.headWritten()) {
            response.setStatusCode(200)
                    .setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .putHeader("X-Accel-Buffering", "no");
        }
    }

    @Override
    public boolean full() {
        return response.writeQueueFull();
    }
}
