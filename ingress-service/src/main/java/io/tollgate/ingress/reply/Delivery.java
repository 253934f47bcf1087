package io.tollgate.ingress.reply;

import io.netty.channel.ChannelFuture;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.ingress.http.ApiError;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings one reply to its caller: keeps the connection alive, waits for slow readers for a limited time, gives up a while after the
 * deadline, and notices when the caller is gone. Confined to the request's context.
 */
final class Delivery implements FrameSink {

    /**
     * Times of a delivery.
     *
     * @param firstFrame longest silence before anything was sent; absent to be silent until the end
     * @param keepAlive longest silence after it
     * @param stall how long the caller may take nothing
     * @param untilDeadline of the request, from now; may be negative
     * @param afterDeadline how long the next frame is awaited once the deadline is over
     */
    record Times(
            @Nullable Duration firstFrame,
            Duration keepAlive,
            Duration stall,
            Duration untilDeadline,
            Duration afterDeadline) {}

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final RoutingContext context;
    private final FrameReader reader;
    private final Answer answer;
    private final Times times;
    private final Consumer<Ending> onEnd;
    private final long deadlineNanos;

    private long activeNanos;
    private long frameNanos;
    private long fullSinceNanos;
    private boolean full;
    private boolean done;
    private long timer = -1;

    /** @param onEnd told once how it ended */
    Delivery(
            Vertx vertx,
            RoutingContext context,
            FrameReader reader,
            Answer answer,
            Times times,
            Consumer<Ending> onEnd) {
        this.vertx = vertx;
        this.context = context;
        this.response = context.response();
        this.reader = reader;
        this.answer = answer;
        this.times = times;
        this.onEnd = onEnd;
        this.activeNanos = System.nanoTime();
        this.frameNanos = activeNanos;
        this.deadlineNanos = activeNanos + times.untilDeadline().toNanos();
    }

    void start() {
        if (response.closed()) {
            gone();
            return;
        }
        context.addEndHandler(end -> gone());
        arm();
        reader.start(this);
    }

    @Override
    public void frame(Frame frame) {
        if (done) {
            return;
        }
        if (frame.terminal()) {
            finish(Ending.DELIVERED);
        }
        activeNanos = System.nanoTime();
        frameNanos = activeNanos;
        answer.frame(frame);
        if (!done && answer.full()) {
            hold();
        }
    }

    @Override
    public void fail(ApiError error) {
        if (finish(Ending.FAILED)) {
            answer.fail(error);
        }
    }

    private void hold() {
        full = true;
        fullSinceNanos = System.nanoTime();
        reader.pause();
        response.drainHandler(drained -> release());
        vertx.cancelTimer(timer);
        arm();
    }

    private void release() {
        if (full && !done) {
            full = false;
            frameNanos = System.nanoTime();
            reader.resume();
        }
    }

    private void arm() {
        long now = System.nanoTime();
        long due = full ? fullSinceNanos + times.stall().toNanos() : Math.min(giveUpNanos(), quietNanos());
        long wait = TimeUnit.NANOSECONDS.toMillis(Math.max(0, due - now)) + 1;
        timer = vertx.setTimer(wait, fired -> due());
    }

    /** A caller that takes what there is, however slowly, is not given up; what has an end already comes at once. */
    private long giveUpNanos() {
        return Math.max(deadlineNanos, frameNanos) + times.afterDeadline().toNanos();
    }

    private long quietNanos() {
        if (response.headWritten()) {
            return activeNanos + times.keepAlive().toNanos();
        }
        Duration first = times.firstFrame();
        return first == null ? giveUpNanos() : activeNanos + first.toNanos();
    }

    private void due() {
        if (done) {
            return;
        }
        long now = System.nanoTime();
        if (!full && now - giveUpNanos() >= 0) {
            fail(ApiError.of(504, "timeout", "no reply came in time"));
            return;
        }
        if (full && now - fullSinceNanos >= times.stall().toNanos()) {
            disconnect();
            return;
        }
        if (!full && now - quietNanos() >= 0) {
            activeNanos = now;
            answer.quiet();
        }
        arm();
    }

    /** Closing politely would wait until everything is flushed, to a caller that reads nothing. */
    private void disconnect() {
        HttpConnection connection = context.request().connection();
        if (context.request().version() == HttpVersion.HTTP_2) {
            response.reset();
        } else if (connection instanceof ConnectionBase base) {
            // not channel().close(): that one passes Vert.x's own handler, which closes politely
            ChannelFuture unused = base.channelHandlerContext().close();
        } else {
            connection.close();
        }
    }

    private void gone() {
        finish(Ending.CALLER_GONE);
    }

    private boolean finish(Ending ending) {
        if (done) {
            return false;
        }
        done = true;
        vertx.cancelTimer(timer);
        onEnd.accept(ending);
        return true;
    }
}
