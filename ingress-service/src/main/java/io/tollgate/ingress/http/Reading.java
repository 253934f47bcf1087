package io.tollgate.ingress.http;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.tollgate.ingress.IngressConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/** One body on its way in. Confined to the request's context. */
final class Reading {

    private final Vertx vertx;
    private final RoutingContext context;
    private final MemoryBudget memory;
    private final long limit;
    private final UniEmitter<? super Body> emitter;
    private final long stallNanos;
    private final long deadlineNanos;

    private Buffer received = Buffer.buffer();
    private long taken;
    private long lastNanos = System.nanoTime();
    private long timer = -1;
    private boolean done;

    Reading(
            Vertx vertx,
            RoutingContext context,
            IngressConfig.Http limits,
            MemoryBudget memory,
            long limit,
            UniEmitter<? super Body> emitter) {
        this.vertx = vertx;
        this.context = context;
        this.memory = memory;
        this.limit = limit;
        this.emitter = emitter;
        this.stallNanos = limits.bodyStall().toNanos();
        this.deadlineNanos = lastNanos + limits.bodyTime().toNanos();
    }

    void start() {
        HttpServerRequest request = context.request();
        request.handler(this::chunk);
        request.endHandler(end -> complete());
        request.exceptionHandler(this::broken);
        context.addEndHandler(end -> abandon());
        watch();
        request.resume();
    }

    private void watch() {
        long now = System.nanoTime();
        long due = Math.min(lastNanos + stallNanos, deadlineNanos);
        if (due - now <= 0) {
            refuse(ApiError.of(408, "timeout", "the request body did not arrive in time"));
            return;
        }
        timer = vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(due - now) + 1, fired -> {
            if (!done) {
                watch();
            }
        });
    }

    private void chunk(Buffer chunk) {
        if (done) {
            return;
        }
        lastNanos = System.nanoTime();
        if (received.length() + (long) chunk.length() > limit) {
            refuse(ApiError.tooLarge(limit));
        } else if (!memory.take(chunk.length())) {
            refuse(BodyReader.noMemory());
        } else {
            taken += chunk.length();
            received.appendBuffer(chunk);
        }
    }

    private void complete() {
        if (finish()) {
            Body body = new Body(received.getBytes(), taken, memory);
            received = Buffer.buffer();
            context.addEndHandler(end -> body.close());
            emitter.complete(body);
        }
    }

    private void broken(Throwable cause) {
        if (finish()) {
            memory.give(taken);
            emitter.fail(new ApiException(
                    BodyReader.closing(context, ApiError.invalid("the request body is cut off or malformed", null))));
        }
    }

    private void refuse(ApiError error) {
        if (finish()) {
            memory.give(taken);
            received = Buffer.buffer();
            emitter.fail(new ApiException(BodyReader.closing(context, error)));
        }
    }

    private void abandon() {
        if (finish()) {
            memory.give(taken);
            emitter.fail(new ApiException(ApiError.of(400, "invalid_request", "the connection was closed")));
        }
    }

    private boolean finish() {
        if (done) {
            return false;
        }
        done = true;
        vertx.cancelTimer(timer);
        return true;
    }
}
