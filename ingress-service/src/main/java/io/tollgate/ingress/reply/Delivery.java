package io.tollgate.ingress.reply;

import io.tollgate.dialects.reply.Frame;
import io.tollgate.ingress.http.ApiError;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
     * @param giveUp how long the end of the reply is awaited, from now
     */
    record Times(@Nullable Duration firstFrame, Duration keepAlive, Duration stall, Duration giveUp) {}

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final RoutingContext context;
    private final FrameReader reader;
    private final Answer answer;
    private final Times times;
    private final Runnable onGone;
    private final Runnable onDone;
    private final long giveUpNanos;

    private long activeNanos;
    private long fullSinceNanos;
    private boolean full;
    private boolean done;
    private long timer = -1;

    /**
     * @param onGone runs once if the caller leaves before the end
     * @param onDone runs once, whatever the end
     */
    Delivery(
            Vertx vertx,
            RoutingContext context,
            FrameReader reader,
            Answer answer,
            Times times,
            Runnable onGone,
            Runnable onDone) {
        this.vertx = vertx;
        this.context = context;
        this.response = context.response();
        this.reader = reader;
        this.answer = answer;
        this.times = times;
        this.onGone = onGone;
        this.onDone = onDone;
        this.activeNanos = System.nanoTime();
        this.giveUpNanos = activeNanos + times.giveUp().toNanos();
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
            finish();
        }
        activeNanos = System.nanoTime();
        answer.frame(frame);
        if (!done && answer.full()) {
            hold();
        }
    }

    @Override
    public void fail(ApiError error) {
        if (finish()) {
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
            reader.resume();
        }
    }

    private void arm() {
        long now = System.nanoTime();
        long due = giveUpNanos;
        if (full) {
            due = Math.min(due, fullSinceNanos + times.stall().toNanos());
        } else {
            due = Math.min(due, quietNanos(now));
        }
        long wait = TimeUnit.NANOSECONDS.toMillis(Math.max(0, due - now)) + 1;
        timer = vertx.setTimer(wait, fired -> due());
    }

    private long quietNanos(long now) {
        if (response.headWritten()) {
            return activeNanos + times.keepAlive().toNanos();
        }
        Duration first = times.firstFrame();
        return first == null ? now + times.giveUp().toNanos() : activeNanos + first.toNanos();
    }

    private void due() {
        if (done) {
            return;
        }
        long now = System.nanoTime();
        if (now - giveUpNanos >= 0) {
            fail(ApiError.of(504, "timeout", "no reply came in time"));
            return;
        }
        if (full && now - fullSinceNanos >= times.stall().toNanos()) {
            context.request().connection().close();
            return;
        }
        if (!full && now - quietNanos(now) >= 0) {
            activeNanos = now;
            answer.quiet();
        }
        arm();
    }

    private void gone() {
        if (finish()) {
            onGone.run();
        }
    }

    private boolean finish() {
        if (done) {
            return false;
        }
        done = true;
        vertx.cancelTimer(timer);
        onDone.run();
        return true;
    }
}
