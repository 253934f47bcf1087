package io.tollgate.workers.call;

import io.tollgate.dialects.provider.ProviderFailure;
import io.tollgate.dialects.provider.ProviderFailureException;
import io.tollgate.dialects.provider.ReplyReader;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.dialects.sse.SseDecoder;
import io.tollgate.dialects.sse.SseEvent;
import io.tollgate.dialects.sse.SseLimitException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP call: sends the request, hands on the events of the reply, and ends exactly once, whatever the provider does. Used on
 * its context only.
 */
public final class ProviderCall {

    private static final Logger LOG = Logger.getLogger(ProviderCall.class);
    private static final int OK = 200;
    private static final int REDIRECTS = 300;

    private final Vertx vertx;
    private final Clock wallClock;
    private final Context context;
    private final HttpClient client;
    private final RequestOptions options;
    private final CallPlan plan;
    private final CallLimits limits;
    private final ReplyListener listener;
    private final ReplyReader reader;
    private final CallClock clock;
    private final SseDecoder decoder;
    private final Buffer body = Buffer.buffer();
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private long timer = -1;
    private long restTimer = -1;
    private long received;
    private boolean answering;
    private boolean paused;
    private boolean bodyEnded;
    private boolean ended;

    ProviderCall(
            Vertx vertx,
            Clock wallClock,
            Context context,
            HttpClient client,
            RequestOptions options,
            CallPlan plan,
            CallLimits limits,
            ReplyListener listener) {
        this.vertx = vertx;
        this.wallClock = wallClock;
        this.client = client;
        this.options = options;
        this.context = context;
        this.plan = plan;
        this.limits = limits;
        this.listener = listener;
        this.reader = plan.dialect().reader(plan.target());
        this.decoder = new SseDecoder(plan.media() ? limits.maxMediaEventBytes() : limits.maxEventBytes());
        long firstToken = plan.target().stream()
                ? plan.firstToken().toMillis()
                : plan.total().toMillis();
        this.clock = new CallClock(
                new CallClock.Limits(
                        firstToken, limits.idle().toMillis(), plan.total().toMillis()),
                nowMillis());
    }

    /** Makes the call; the listener hears nothing before this returns. */
    public void send() {
        context.runOnContext(ignored -> armTimer());
        client.request(options)
                .onComplete(connected -> context.runOnContext(ignored -> {
                    if (connected.failed()) {
                        end(CallFailures.unreachable(connected.cause()));
                    } else if (ended) {
                        connected.result().reset();
                    } else {
                        request = connected.result();
                        sendOn(connected.result());
                    }
                }));
    }

    private void sendOn(HttpClientRequest connected) {
        connected.exceptionHandler(broken -> end(CallFailures.unreachable(broken)));
        connected.response().onSuccess(this::receive).onFailure(broken -> end(CallFailures.unreachable(broken)));
        connected.send(Buffer.buffer(plan.request().body())).onFailure(broken -> end(CallFailures.unreachable(broken)));
    }

    private void receive(HttpClientResponse head) {
        if (ended) {
            return;
        }
        response = head;
        head.exceptionHandler(broken -> end(endOfBroken()));
        if (head.statusCode() < OK || head.statusCode() >= REDIRECTS) {
            head.handler(this::takeErrorBody);
            head.endHandler(ignored -> endOfError(head));
        } else if (plan.target().stream() && !saysJson(head)) {
            head.handler(this::takeStream);
            head.endHandler(ignored -> endOfStream());
        } else {
            head.handler(this::takeWhole);
            head.endHandler(ignored -> endOfWhole());
        }
        if (paused) {
            head.pause();
        }
    }

    private static boolean saysJson(HttpClientResponse head) {
        String type = head.getHeader("content-type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    private void takeErrorBody(Buffer piece) {
        int room = limits.maxErrorBytes() - body.length();
        body.appendBuffer(piece, 0, Math.min(room, piece.length()));
        if (body.length() >= limits.maxErrorBytes() && response != null) {
            end(refusal(response));
        }
    }

    private void endOfError(HttpClientResponse head) {
        bodyEnded = true;
        end(refusal(head));
    }

    private CallEnd refusal(HttpClientResponse head) {
        Long retryAfter = CallFailures.retryAfter(head, wallClock.instant());
        return new CallEnd.Failed(
                plan.dialect().failure(head.statusCode(), body.getBytes()), head.statusCode(), retryAfter);
    }

    private void takeWhole(Buffer piece) {
        if (tooMuch(piece)) {
            end(CallFailures.tooLong());
            return;
        }
        body.appendBuffer(piece);
    }

    private void endOfWhole() {
        bodyEnded = true;
        if (ended) {
            return;
        }
        guarded(() -> {
            handOn(reader.readWhole(body.getBytes()));
            end(new CallEnd.Complete());
        });
    }

    private void takeStream(Buffer piece) {
        clock.piece(nowMillis());
        if (tooMuch(piece)) {
            end(CallFailures.tooLong());
            return;
        }
        guarded(() -> {
            for (SseEvent event : decoder.feed(piece.getBytes())) {
                read(event);
            }
        });
    }

    private void endOfStream() {
        bodyEnded = true;
        if (ended) {
            return;
        }
        guarded(() -> {
            decoder.end().ifPresent(this::read);
            if (!ended) {
                end(endOfBroken());
            }
        });
    }

    private CallEnd endOfBroken() {
        return reader.complete() ? new CallEnd.Complete() : CallFailures.cut();
    }

    private void read(SseEvent event) {
        if (ended) {
            return;
        }
        handOn(reader.read(event));
        if (reader.complete() && !ended) {
            awaitRest();
        }
    }

    /** What follows a complete reply is read for a while: it may be the usage, and a connection read to its end can be used again. */
    private void awaitRest() {
        vertx.cancelTimer(restTimer);
        restTimer = vertx.setTimer(limits.afterComplete().toMillis(), ignored -> restAwaited());
    }

    private void restAwaited() {
        if (ended) {
            return;
        }
        if (paused) {
            awaitRest();
        } else {
            end(new CallEnd.Complete());
        }
    }

    private void handOn(List<ReplyEvent> events) {
        if (events.isEmpty() || ended) {
            return;
        }
        boolean output = listener.events(events);
        if (output && !answering) {
            answering = true;
            clock.firstOutput();
            armTimer();
        }
    }

    private boolean tooMuch(Buffer piece) {
        received += piece.length();
        return received > limits.maxAnswerBytes();
    }

    private void guarded(Runnable reading) {
        try {
            reading.run();
        } catch (ProviderFailureException told) {
            end(new CallEnd.Failed(told.failure(), status(), null));
        } catch (SseLimitException tooLong) {
            end(CallFailures.tooLong());
        } catch (RuntimeException unreadable) {
            // the message of the exception may quote the answer, so only its class is logged
            LOG.warnf(
                    "cannot read an answer of %s: %s",
                    plan.target().provider(), unreadable.getClass().getName());
            end(CallFailures.unreadable());
        }
    }

    private @Nullable Integer status() {
        return response == null ? null : response.statusCode();
    }

    /** Stops reading until {@link #resume()}. */
    public void pause() {
        if (ended || paused) {
            return;
        }
        paused = true;
        clock.hold();
        if (response != null) {
            response.pause();
        }
    }

    /** Reads on. */
    public void resume() {
        if (ended || !paused) {
            return;
        }
        paused = false;
        clock.resume(nowMillis());
        armTimer();
        if (response != null) {
            response.resume();
        }
    }

    /** Closes the connection; the listener is told. */
    public void close() {
        end(new CallEnd.Closed());
    }

    /** Ends the call as failed for a reason of ours; the listener is told. */
    public void fail(ProviderFailure why) {
        end(new CallEnd.Failed(why, null, null));
    }

    private void armTimer() {
        if (ended) {
            return;
        }
        vertx.cancelTimer(timer);
        OptionalLong next = clock.nextCheck(nowMillis());
        if (next.isEmpty()) {
            end(CallFailures.late(clock.reached()));
        } else {
            timer = vertx.setTimer(Math.max(1, next.getAsLong() - nowMillis()), ignored -> armTimer());
        }
    }

    private void end(CallEnd how) {
        if (ended) {
            return;
        }
        ended = true;
        vertx.cancelTimer(timer);
        vertx.cancelTimer(restTimer);
        if (request != null && !bodyEnded) {
            request.reset();
        }
        listener.ended(how);
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
