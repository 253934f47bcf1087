package io.tollgate.workers.frames;

import io.tollgate.crash.CrashPoint;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.dialects.reply.Head;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.livestate.Frames;
import io.tollgate.workers.frames.FrameListener.Loss;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes one reply. The first content goes out at once; later content is collected for a moment, or until there is enough of it. One
 * frame is under way at a time, and is repeated until Redis answers, which is harmless because frames are numbered. Used on one Vert.x
 * context only.
 */
public final class FrameWriter {

    private static final long RETRY_MILLIS = 200;

    private final Vertx vertx;
    private final Frames frames;
    private final String requestId;
    private final LongSupplier fence;
    private final Head head;
    private final FrameLimits limits;
    private final FrameListener listener;
    private final FrameBatch batch;
    private final Pace pace;
    private long nextSeq;
    private long lastSentAt;
    private long timer = -1;
    private boolean underWay;
    private boolean full;
    private boolean lost;
    private @Nullable Promise<Void> flushed;

    /**
     * @param fence the newest fence of the request's lease
     * @param head who answers
     */
    public FrameWriter(
            Vertx vertx,
            Frames frames,
            String requestId,
            LongSupplier fence,
            Head head,
            FrameLimits limits,
            FrameListener listener) {
        this.vertx = vertx;
        this.frames = frames;
        this.requestId = requestId;
        this.fence = fence;
        this.head = head;
        this.limits = limits;
        this.listener = listener;
        this.batch = new FrameBatch(limits.maxFrameBytes());
        this.pace = new Pace(limits.minPace().toMillis(), limits.maxPace().toMillis());
    }

    /** Frames written or under way: what callers may see. */
    public long framesBegun() {
        return underWay ? nextSeq + 1 : nextSeq;
    }

    /** Takes the next events. */
    public void write(List<ReplyEvent> events) {
        if (lost) {
            return;
        }
        events.forEach(batch::add);
        if (batch.bytes() >= limits.pauseAtBytes() && !full) {
            full = true;
            listener.full();
        }
        sendWhenDue();
    }

    /** Writes what is left; succeeds when all of it is in Redis, fails if the writer is lost before. */
    public Future<Void> flush() {
        if (lost) {
            return Future.failedFuture("frames of this reply can no longer be written");
        }
        Promise<Void> done = Promise.promise();
        flushed = done;
        sendWhenDue();
        return done.future();
    }

    private void sendWhenDue() {
        if (underWay || lost) {
            return;
        }
        if (batch.isEmpty()) {
            succeedFlush();
            return;
        }
        long now = nowMillis();
        long wait = lastSentAt + pace.millis() - now;
        boolean due = nextSeq == 0 || wait <= 0 || flushed != null || batch.bytes() >= limits.flushAtBytes();
        if (due) {
            vertx.cancelTimer(timer);
            timer = -1;
            send();
        } else if (timer < 0) {
            timer = vertx.setTimer(wait, ignored -> {
                timer = -1;
                sendWhenDue();
            });
        }
    }

    private void send() {
        List<ReplyEvent> events = batch.take();
        Frame frame = nextSeq == 0 ? Frame.first(head, events) : Frame.next(nextSeq, events);
        underWay = true;
        lastSentAt = nowMillis();
        append(FrameCodec.write(frame), nowMillis());
    }

    private void append(byte[] frame, long firstTriedAt) {
        long begun = System.nanoTime();
        frames.append(requestId, fence.getAsLong(), nextSeq, frame)
                .subscribe()
                .with(
                        appended -> {
                            pace.appended(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun));
                            appended(appended);
                        },
                        unreachable -> retry(frame, firstTriedAt));
    }

    private void retry(byte[] frame, long firstTriedAt) {
        if (nowMillis() - firstTriedAt > limits.giveUpAfter().toMillis()) {
            lose(Loss.UNREACHABLE);
        } else if (!lost) {
            vertx.setTimer(RETRY_MILLIS, ignored -> append(frame, firstTriedAt));
        }
    }

    private void appended(Frames.Appended appended) {
        switch (appended) {
            case OK, DUPLICATE -> {
                nextSeq++;
                underWay = false;
                CrashPoint.WORKER_MID_STREAM.reached();
                drain();
                sendWhenDue();
            }
            case FENCED -> lose(Loss.FENCED);
            case GONE, GAP -> {
                // nobody will see this frame
                underWay = false;
                lose(Loss.UNREACHABLE);
            }
            case NO_ROOM -> lose(Loss.TOO_LONG);
        }
    }

    private void drain() {
        if (full && batch.bytes() < limits.pauseAtBytes() / 2) {
            full = false;
            listener.drained();
        }
    }

    private void lose(Loss why) {
        if (lost) {
            return;
        }
        lost = true;
        vertx.cancelTimer(timer);
        if (flushed != null) {
            flushed.tryFail("frames of this reply can no longer be written");
        }
        listener.lost(why);
    }

    private void succeedFlush() {
        if (flushed != null) {
            flushed.tryComplete();
        }
    }

    /** The last frame of a reply, as bytes. */
    public static byte[] last(long seq, End end) {
        return FrameCodec.write(Frame.last(seq, end));
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
