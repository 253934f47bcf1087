package io.tollgate.workers.orphan;

import io.smallrye.mutiny.Uni;
import io.tollgate.bus.EventPublisher;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.Frames;
import io.tollgate.livestate.UnclosedRequests.Unclosed;
import io.tollgate.workers.frames.FrameWriter;
import io.tollgate.workers.telemetry.WorkerMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Closes a request that nobody has claimed, so that nobody ever will: its hold is voided first, which fails if somebody has claimed it
 * meanwhile; then its end is published; then whoever still waits for an answer is told. Each step may be repeated; the first end in the
 * log counts.
 */
@ApplicationScoped
public class OrphanCloser {

    private static final Logger LOG = Logger.getLogger(OrphanCloser.class);
    private static final int UNAVAILABLE = 503;
    /** Older than any worker's, so that it never shuts one out. */
    private static final long OLDEST_FENCE = 1;

    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private final CreditHolds credit;
    private final EventPublisher events;
    private final Frames frames;
    private final WorkerMetrics metrics;
    private final Clock clock;

    OrphanCloser(CreditHolds credit, EventPublisher events, Frames frames, WorkerMetrics metrics, Clock clock) {
        this.credit = credit;
        this.events = events;
        this.frames = frames;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Closes a request unless somebody works on it; fails if Redis or Kafka do not answer, and may then be repeated. */
    public Uni<Void> close(Unclosed request) {
        return ifVoid(request, events.publish(closed(request)));
    }

    /** Closes a request as {@link #close} does, but waits for Kafka however long it is away. */
    public Uni<Void> closeForSure(Unclosed request) {
        return ifVoid(
                request,
                events.publish(closed(request))
                        .onFailure()
                        .retry()
                        .withBackOff(FIRST_RETRY, LAST_RETRY)
                        .indefinitely());
    }

    private Uni<Void> ifVoid(Unclosed request, Uni<Void> publication) {
        return credit.voidIfUnclaimed(request.account(), request.requestId())
                .chain(isVoid -> isVoid
                        ? publication.invoke(() -> report(request)).call(() -> tellReaders(request.requestId()))
                        : Uni.createFrom().voidItem());
    }

    private RequestClosed closed(Unclosed request) {
        return new RequestClosed(
                request.requestId(),
                request.account(),
                request.key(),
                Outcome.REFUSED,
                0,
                request.hold(),
                "server",
                clock.instant());
    }

    private void report(Unclosed request) {
        metrics.orphaned();
        LOG.infof("%s was left alone and is closed", request.requestId());
    }

    /** A reader gives up by itself some time after the deadline, so this need not succeed. */
    private Uni<Void> tellReaders(String requestId) {
        return frames.openToEnd(requestId, OLDEST_FENCE, 0, 0)
                .chain(opened -> opened.granted() && !opened.ended()
                        ? frames.appendLast(requestId, OLDEST_FENCE, opened.nextSeq(), lastFrame(opened.nextSeq()))
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem())
                .onFailure()
                .recoverWithNull();
    }

    private static byte[] lastFrame(long seq) {
        ReplyFailure failure = ReplyFailure.of(UNAVAILABLE, "server", "The request was not carried out. Try again.");
        return FrameWriter.last(seq, new End(Outcome.REFUSED, failure, null, null, 0));
    }
}
