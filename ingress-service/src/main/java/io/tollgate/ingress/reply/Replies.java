package io.tollgate.ingress.reply;

import io.smallrye.mutiny.Uni;
import io.tollgate.dialects.openai.ChatRenderer;
import io.tollgate.dialects.openai.RouterMetadata;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.cancel.Cancellations;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiErrors;
import io.tollgate.ingress.http.ApiException;
import io.tollgate.ingress.http.Responses;
import io.tollgate.livestate.ReplyReaders;
import io.tollgate.livestate.ReplyReaders.Found;
import io.tollgate.livestate.ReplyReaders.Refused;
import io.tollgate.livestate.ReplyRequest;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way back: waits for the frames of a request and gives them to its caller, at whichever instance the caller asks. What is needed to
 * render a reply stands beside its frames, so that every read of it gives the same bytes. Methods are called on a request's context.
 */
@ApplicationScoped
public class Replies {

    /** The response header with a request's id. */
    public static final String GENERATION_HEADER = "X-Generation-Id";

    private static final Logger LOG = Logger.getLogger(Replies.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration LEAVE_BACK_OFF = Duration.ofMillis(200);
    private static final int LEAVE_ATTEMPTS = 5;

    private final Vertx vertx;
    private final FrameReaders readers;
    private final ReplyReaders registry;
    private final Cancellations cancellations;
    private final Responses responses;
    private final Clock clock;
    private final IngressConfig.Reply config;

    Replies(
            Vertx vertx,
            FrameReaders readers,
            ReplyReaders registry,
            Cancellations cancellations,
            Responses responses,
            Clock clock,
            IngressConfig config) {
        this.vertx = vertx;
        this.readers = readers;
        this.registry = registry;
        this.cancellations = cancellations;
        this.responses = responses;
        this.clock = clock;
        this.config = config.reply();
    }

    /** Begins the wait for a new request's reply. {@link #register} it before anybody can answer, then deliver or abandon it. */
    public PendingReply open(String requestId, ReplyRequest request) {
        return new PendingReply(request, readers.open(requestId));
    }

    /** Makes the wait known to whoever answers, and the request to whoever reads the reply later. May be repeated. */
    public Uni<Void> register(PendingReply pending) {
        return registry.expect(
                pending.requestId(), pending.request(), pending.reader().identity());
    }

    /** Ends the wait for a request that was not accepted after all, and forgets it. */
    public void abandon(PendingReply pending) {
        readers.close(pending.reader());
        registry.forget(pending.requestId())
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.debugf(failure, "request %s will be forgotten in an hour", pending.requestId()));
    }

    /** Ends the wait of this caller alone, and leaves the request to itself. */
    public void leave(PendingReply pending) {
        ended(pending, Ending.FAILED);
    }

    /** Ends the wait for a request that this instance alone thinks accepted. */
    public void fail(PendingReply pending, ApiError error) {
        pending.reader().fail(error);
    }

    /**
     * Waits for a reply, running or finished, as one more reader. Fails with 503 if it cannot be looked up.
     *
     * @param account whose reply it must be
     * @param evenIfNothingIsKept whether a request of zero data retention is joined, too
     * @return empty if there is none of this account, or not any more
     */
    public Uni<Optional<PendingReply>> join(String requestId, String account, boolean evenIfNothingIsKept) {
        FrameReader reader = readers.open(requestId);
        return registry.join(requestId, account, reader.identity(), evenIfNothingIsKept)
                .map(found -> found.map(there -> new PendingReply(there.request(), reader)))
                .invoke(joined -> {
                    if (joined.isEmpty()) {
                        readers.close(reader);
                    }
                })
                .onFailure()
                .invoke(() -> readers.close(reader))
                .onFailure()
                .transform(Replies::unavailable);
    }

    /** Looks a reply up without reading it; otherwise as {@link #join}. */
    public Uni<Optional<Found>> find(String requestId, String account, boolean evenIfNothingIsKept) {
        return registry.find(requestId, account, evenIfNothingIsKept)
                .onFailure()
                .transform(Replies::unavailable);
    }

    /** Ends the reply of a request that no worker will see. */
    public void refuse(String requestId, End end, ReplyFailure failure) {
        byte[] frame = FrameCodec.write(Frame.last(0, end));
        ApiError error = ApiErrors.of(end, failure);
        registry.refuse(requestId, frame)
                .subscribe()
                .with(
                        refused -> {
                            if (refused == Refused.UNKNOWN) {
                                readers.fail(requestId, error);
                            }
                        },
                        unreachable -> readers.fail(requestId, error));
    }

    /** Delivers a reply as its request asked for it, from its beginning; the response ends with it. */
    public void deliver(RoutingContext context, PendingReply pending) {
        if (pending.request().stream()) {
            stream(context, pending, EventPosition.START);
        } else {
            whole(context, pending);
        }
    }

    /** Delivers a reply as events that follow a position. */
    public void stream(RoutingContext context, PendingReply pending, EventPosition after) {
        int writeBuffer = (int) config.writeBuffer().asLongValue();
        Answer answer = new StreamedReply(
                context, responses, renderer(pending), metadata(pending.request()), after, writeBuffer);
        start(context, pending, answer, config.firstFrame());
    }

    /** Delivers a reply in one piece. */
    public void whole(RoutingContext context, PendingReply pending) {
        Answer answer = new WholeReply(context, responses, renderer(pending), metadata(pending.request()));
        start(context, pending, answer, null);
    }

    private void start(RoutingContext context, PendingReply pending, Answer answer, @Nullable Duration firstFrame) {
        if (!context.response().closed()) {
            context.response().putHeader(GENERATION_HEADER, pending.requestId());
        }
        Delivery.Times times = new Delivery.Times(
                firstFrame,
                config.keepAlive(),
                config.stall(),
                Duration.between(clock.instant(), pending.request().deadline()),
                config.afterDeadline());
        new Delivery(vertx, context, pending.reader(), answer, times, ending -> ended(pending, ending)).start();
    }

    private static ChatRenderer renderer(PendingReply pending) {
        ReplyRequest request = pending.request();
        return new ChatRenderer(
                pending.requestId(),
                request.model(),
                request.createdEpochSeconds(),
                request.reasoning(),
                metadata(request));
    }

    private static @Nullable RouterMetadata metadata(ReplyRequest request) {
        ReplyRequest.ShownRoute shown = request.shownRoute();
        return shown == null ? null : new RouterMetadata(shown.requested(), shown.strategy());
    }

    private void ended(PendingReply pending, Ending ending) {
        FrameReader reader = pending.reader();
        readers.close(reader);
        ReplyRequest request = pending.request();
        if (ending == Ending.DELIVERED && !request.zeroDataRetention()) {
            return;
        }
        registry.leave(pending.requestId(), reader.identity())
                .onFailure()
                .retry()
                .withBackOff(LEAVE_BACK_OFF)
                .atMost(LEAVE_ATTEMPTS)
                .subscribe()
                .with(
                        left -> {
                            if (ending == Ending.CALLER_GONE) {
                                cancellations.callerGone(pending.requestId(), request);
                            }
                        },
                        failure -> LOG.warnf("request %s runs on, its reader cannot leave", reader.requestId()));
    }

    private static ApiException unavailable(Throwable failure) {
        LOG.warnf("replies cannot be looked up: %s", failure.getMessage());
        return new ApiException(ApiError.unavailable("replies cannot be looked up at the moment", RETRY_AFTER));
    }
}
