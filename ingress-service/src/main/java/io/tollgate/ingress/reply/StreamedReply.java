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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply as server-sent events. The status is sent with the first of them; {@code [DONE]} follows a clean end and nothing else. The id
 * of an event is the number of its frame and its place within it, so that a caller can say what it has.
 */
final class StreamedReply implements Answer {

    private static final Buffer KEEP_ALIVE = Buffer.buffer(SseEncoder.comment("TOLLGATE PROCESSING"));
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final Responses responses;
    private final ChatRenderer renderer;
    private final @Nullable RouterMetadata metadata;
    private long nextSeq;

    /**
     * @param metadata renders the route for a caller that wants to see it; absent otherwise
     * @param writeBuffer bytes that may wait for the caller
     */
    StreamedReply(
            RoutingContext context,
            Responses responses,
            ChatRenderer renderer,
            @Nullable RouterMetadata metadata,
            int writeBuffer) {
        this.context = context;
        this.response = context.response();
        this.responses = responses;
        this.renderer = renderer;
        this.metadata = metadata;
        response.setWriteQueueMaxSize(writeBuffer);
    }

    @Override
    public void frame(Frame frame) {
        nextSeq = frame.seq() + 1;
        End end = frame.end();
        ReplyFailure failure = end == null ? null : end.failure();
        if (end != null && failure != null && !response.headWritten()) {
            responses.error(context, ApiErrors.of(failure).withRoute(end.route()), metadata);
            return;
        }
        write(frame.seq(), renderer.chunks(frame), end != null && failure == null);
        if (end == null) {
            CrashPoint.INGRESS_MID_STREAM.reached();
        } else if (!response.ended()) {
            response.end();
        }
    }

    private void write(long seq, List<byte[]> chunks, boolean cleanEnd) {
        Buffer out = Buffer.buffer();
        int place = 0;
        for (byte[] chunk : chunks) {
            out.appendBytes(SseEncoder.event(seq + "-" + place++, null, chunk));
        }
        if (cleanEnd) {
            out.appendBytes(SseEncoder.event(seq + "-" + place, null, DONE));
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
        ReplyFailure failure = ReplyFailure.of(error.status(), error.errorType(), error.message());
        write(
                nextSeq,
                renderer.chunks(Frame.last(nextSeq, new End(Outcome.INTERRUPTED, failure, null, null, 0))),
                false);
        if (!response.ended()) {
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
        if (!response.headWritten()) {
            response.setStatusCode(200)
                    .setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .putHeader("X-Accel-Buffering", "no");
        }
        response.write(bytes);
    }

    @Override
    public boolean full() {
        return response.writeQueueFull();
    }
}
