package io.tollgate.simulation.workers;

import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.dialects.reply.Head;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.livestate.Frames.Appended;
import io.tollgate.simulation.world.World;
import io.tollgate.workers.frames.FrameListener;
import io.tollgate.workers.frames.FrameListener.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Mirrors {@code FrameWriter}: one frame under way at a time, repeated until Redis answers or for a limited time. */
final class FrameOutput {

    private static final long RETRY = 200 * World.MILLI;
    private static final long PACE = 25 * World.MILLI;

    private final WorkerTools tools;
    private final World world;
    private final String requestId;
    private final LongSupplier fence;
    private final Head head;
    private final FrameListener listener;
    private final List<ReplyEvent> batch = new ArrayList<>();
    private long nextSeq;
    private long lastSentAt;
    private boolean timed;
    private boolean underWay;
    private boolean lost;
    private @Nullable Consumer<Boolean> flushed;

    FrameOutput(WorkerTools tools, String requestId, LongSupplier fence, Head head, FrameListener listener) {
        this.tools = tools;
        this.world = tools.world();
        this.requestId = requestId;
        this.fence = fence;
        this.head = head;
        this.listener = listener;
    }

    /** Frames written or under way. */
    long framesBegun() {
        return underWay ? nextSeq + 1 : nextSeq;
    }

    void write(List<ReplyEvent> events) {
        if (!lost) {
            events.stream()
                    .filter(event -> !(event instanceof ReplyEvent.UsageReported))
                    .forEach(batch::add);
            sendWhenDue();
        }
    }

    /** Writes what is left; tells whether all of it is in Redis. */
    void flush(Consumer<Boolean> told) {
        if (lost) {
            told.accept(false);
            return;
        }
        flushed = told;
        sendWhenDue();
    }

    private void sendWhenDue() {
        if (underWay || lost) {
            return;
        }
        if (batch.isEmpty()) {
            tellFlushed(true);
            return;
        }
        long wait = lastSentAt + PACE - world.now();
        if (nextSeq == 0 || wait <= 0 || flushed != null) {
            send();
        } else if (!timed) {
            timed = true;
            world.after(tools.node(), wait, () -> {
                timed = false;
                sendWhenDue();
            });
        }
    }

    private void send() {
        List<ReplyEvent> events = List.copyOf(batch);
        batch.clear();
        Frame frame = nextSeq == 0 ? Frame.first(head, events) : Frame.next(nextSeq, events);
        underWay = true;
        lastSentAt = world.now();
        append(FrameCodec.write(frame), world.now());
    }

    private void append(byte[] frame, long firstTriedAt) {
        tools.frames()
                .append(requestId, fence.getAsLong(), nextSeq, frame)
                .subscribe()
                .with(this::appended, unreachable -> retry(frame, firstTriedAt));
    }

    private void retry(byte[] frame, long firstTriedAt) {
        if (world.now() - firstTriedAt > World.micros(tools.config().frames().giveUpAfter())) {
            lose(Loss.UNREACHABLE);
        } else if (!lost) {
            world.after(tools.node(), RETRY, () -> append(frame, firstTriedAt));
        }
    }

    private void appended(Appended appended) {
        switch (appended) {
            case OK, DUPLICATE -> {
                nextSeq++;
                underWay = false;
                sendWhenDue();
            }
            case FENCED -> lose(Loss.FENCED);
            case GONE, GAP -> lose(Loss.UNREACHABLE);
            case NO_ROOM -> lose(Loss.TOO_LONG);
        }
    }

    private void lose(Loss why) {
        if (!lost) {
            lost = true;
            world.sightings().saw("frames lost: " + why);
            tellFlushed(false);
            listener.lost(why);
        }
    }

    private void tellFlushed(boolean all) {
        Consumer<Boolean> told = flushed;
        flushed = null;
        if (told != null) {
            // a promise tells later
            world.after(tools.node(), 0, () -> told.accept(all));
        }
    }
}
