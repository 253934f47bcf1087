package io.tollgate.ingress.reply;

import io.smallrye.mutiny.Uni;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.livestate.Frames;
import io.tollgate.livestate.Frames.StoredFrame;
import io.tollgate.livestate.ReplyReaders.Reader;
import io.vertx.core.Context;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one request whenever it is woken, never twice at the same time, and not while its sink is slow. State is confined
 * to the request's context; {@link #wake}, {@link #fail} and {@link #close} may be called from anywhere.
 */
final class FrameReader {

    private static final Logger LOG = Logger.getLogger(FrameReader.class);
    private static final int BATCH = 64;

    private final String requestId;
    private final Reader identity;
    private final Context context;
    private final Frames frames;

    private @Nullable FrameSink sink;
    private @Nullable ApiError failure;
    private long lastSeq = -1;
    private boolean reading;
    private boolean again;
    private boolean paused;
    private boolean closed;

    FrameReader(String requestId, Reader identity, Context context, Frames frames) {
        this.requestId = requestId;
        this.identity = identity;
        this.context = context;
        this.frames = frames;
    }

    String requestId() {
        return requestId;
    }

    /** What the other instances know it by. */
    Reader identity() {
        return identity;
    }

    /** Begins to hand frames to a sink: those that are there already, and each one that comes. */
    void start(FrameSink target) {
        sink = target;
        ApiError early = failure;
        if (early != null) {
            end(early);
        } else {
            read();
        }
    }

    /** Frames may be there. */
    void wake() {
        context.runOnContext(unused -> read());
    }

    /** No frame will ever come. */
    void fail(ApiError error) {
        context.runOnContext(unused -> end(error));
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        read();
    }

    void close() {
        closed = true;
    }

    private void read() {
        if (closed || paused || sink == null) {
            return;
        }
        if (reading) {
            again = true;
            return;
        }
        reading = true;
        again = false;
        Uni<List<StoredFrame>> stored = frames.read(requestId, lastSeq, BATCH);
        stored.emitOn(command -> context.runOnContext(unused -> command.run()))
                .subscribe()
                .with(this::received, this::unreadable);
    }

    private void received(List<StoredFrame> stored) {
        reading = false;
        for (StoredFrame each : stored) {
            FrameSink target = sink;
            if (closed || paused || target == null) {
                // what is left of the batch is read again after a pause
                return;
            }
            if (!deliver(target, each)) {
                end(ApiError.of(502, "provider_unavailable", "the reply is damaged"));
                return;
            }
        }
        if (again || stored.size() == BATCH) {
            read();
        }
    }

    private boolean deliver(FrameSink target, StoredFrame stored) {
        if (stored.seq() != lastSeq + 1) {
            LOG.errorf("request %s: frame %d follows frame %d", requestId, stored.seq(), lastSeq);
            return false;
        }
        Frame frame;
        try {
            frame = FrameCodec.read(stored.bytes());
        } catch (IllegalArgumentException unreadable) {
            LOG.errorf("request %s: frame %d cannot be read", requestId, stored.seq());
            return false;
        }
        lastSeq = stored.seq();
        target.frame(frame);
        return true;
    }

    private void unreadable(Throwable failed) {
        reading = false;
        // the next wake-up or poll tries again; the deadline ends it
        LOG.debugf(failed, "request %s: frames cannot be read now", requestId);
    }

    private void end(ApiError error) {
        FrameSink target = sink;
        if (closed) {
            return;
        }
        if (target == null) {
            failure = error;
            return;
        }
        closed = true;
        target.fail(error);
    }
}
