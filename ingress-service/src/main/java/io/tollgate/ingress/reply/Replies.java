package io.tollgate.ingress.reply;

import io.smallrye.mutiny.Uni;
import io.tollgate.dialects.openai.ChatRenderer;
import io.tollgate.dialects.openai.RouterMetadata;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.cancel.Cancellations;
import io.tollgate.ingress.http.Responses;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The way back: waits for the frames of a request and gives them to its caller. */
@ApplicationScoped
public class Replies {

    private final Vertx vertx;
    private final FrameReaders readers;
    private final Cancellations cancellations;
    private final Responses responses;
    private final Clock clock;
    private final IngressConfig.Reply config;

    Replies(
            Vertx vertx,
            FrameReaders readers,
            Cancellations cancellations,
            Responses responses,
            Clock clock,
            IngressConfig config) {
        this.vertx = vertx;
        this.readers = readers;
        this.cancellations = cancellations;
        this.responses = responses;
        this.clock = clock;
        this.config = config.reply();
    }

    /**
     * A reply to be delivered.
     *
     * @param model the model that the caller named
     * @param reasoning whether the caller wants to see reasoning
     * @param metadata renders the route for a caller that wants to see it; absent otherwise
     * @param deadline of the request
     */
    public record Expected(
            String requestId,
            String account,
            String model,
            boolean stream,
            boolean reasoning,
            @Nullable RouterMetadata metadata,
            Instant deadline) {}

    /** Prepares to be woken for a request. Call it on the request's context, before anybody can answer. */
    public Uni<Void> expect(String requestId) {
        return readers.register(requestId);
    }

    /** Ends the preparation of a request that was not accepted after all. */
    public void abandon(String requestId) {
        readers.forget(requestId);
    }

    /** Delivers a reply that {@link #expect} prepared for; the response ends with it. Call it on the request's context. */
    public void deliver(RoutingContext context, Expected expected) {
        FrameReader reader = readers.reader(expected.requestId());
        ChatRenderer renderer = new ChatRenderer(
                expected.requestId(),
                expected.model(),
                clock.instant().getEpochSecond(),
                expected.reasoning(),
                expected.metadata());
        Answer answer = expected.stream()
                ? new StreamedReply(context, responses, renderer, expected.metadata(), (int)
                        config.writeBuffer().asLongValue())
                : new WholeReply(context, responses, renderer, expected.metadata());
        new Delivery(
                        vertx,
                        context,
                        reader,
                        answer,
                        times(expected),
                        () -> cancellations.callerGone(expected.account(), expected.requestId()),
                        () -> readers.forget(expected.requestId()))
                .start();
    }

    private Delivery.Times times(Expected expected) {
        Duration left = Duration.between(clock.instant(), expected.deadline());
        return new Delivery.Times(
                expected.stream() ? config.firstFrame() : null,
                config.keepAlive(),
                config.stall(),
                left.plus(config.afterDeadline()));
    }
}
