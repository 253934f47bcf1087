package io.tollgate.workers.conclusion;

import io.smallrye.mutiny.Uni;
import io.tollgate.bus.EventPublisher;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.attempt.AttemptFinished;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.crash.CrashPoint;
import io.tollgate.dialects.reply.End;
import io.tollgate.livestate.Frames;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.assignment.Assignment;
import io.tollgate.workers.frames.FrameWriter;
import io.tollgate.workers.lease.HeldLease;
import io.tollgate.workers.telemetry.WorkerMetrics;
import io.vertx.core.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes a conclusion true, durable before visible: stored in the lease, then acknowledged by Kafka, then the last frame, then the end
 * of the lease. Each step may be repeated; a worker that was overtaken publishes nothing.
 */
@ApplicationScoped
public class ConclusionPublisher {

    private static final Logger LOG = Logger.getLogger(ConclusionPublisher.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    /** Longer than the ledger needs to rebuild Redis. What was used must be recorded even if Redis stays away. */
    private static final Duration STORING_GIVES_UP = Duration.ofSeconds(60);

    private final EventPublisher events;
    private final Frames frames;
    private final WorkerMetrics metrics;
    private final Duration framesGiveUp;

    ConclusionPublisher(EventPublisher events, Frames frames, WorkerMetrics metrics, WorkersConfig config) {
        this.events = events;
        this.frames = frames;
        this.metrics = metrics;
        this.framesGiveUp = config.frames().giveUpAfter();
    }

    /** Concludes an attempt; completes when nothing is left to do, also if the request turned out to be another worker's. */
    public Uni<Void> conclude(Assignment assignment, HeldLease lease, Conclusion conclusion) {
        return persist(lease, () -> lease.conclude(conclusion.toJson()), STORING_GIVES_UP)
                .onFailure()
                .recoverWithItem(true)
                .chain(ours -> {
                    if (ours) {
                        CrashPoint.WORKER_AFTER_CONCLUSION.reached();
                        return publish(assignment, lease, conclusion);
                    }
                    metrics.fenced();
                    lease.letGo();
                    return Uni.createFrom().voidItem();
                });
    }

    /** Publishes a conclusion that is stored already. */
    public Uni<Void> publish(Assignment assignment, HeldLease lease, Conclusion conclusion) {
        announce(assignment, conclusion.finished());
        return persist(lease, () -> events(assignment, conclusion), null)
                .invoke(CrashPoint.WORKER_AFTER_USAGE::reached)
                .chain(acknowledged -> conclusion.end() == null
                        ? Uni.createFrom().voidItem()
                        : last(assignment, lease, conclusion.lastFrame(), conclusion.end()))
                .invoke(CrashPoint.WORKER_AFTER_LAST_FRAME::reached)
                .chain(shown -> lease.finish(conclusion.closed() != null))
                .onFailure()
                .invoke(unreachable -> LOG.warnf("the lease of %s runs out by itself", assignment))
                .onFailure()
                .recoverWithItem(false)
                .replaceWithVoid();
    }

    /** For those who watch providers; nobody's money hangs on it. */
    private void announce(Assignment assignment, @Nullable AttemptFinished finished) {
        if (finished == null) {
            return;
        }
        metrics.ended(finished.provider(), finished.outcome());
        events.publish(finished)
                .subscribe()
                .with(acknowledged -> {}, lost -> LOG.warnf("the end of attempt %s was not published", assignment));
    }

    private Uni<Boolean> events(Assignment assignment, Conclusion conclusion) {
        // the end of a request must never stand before its last usage, even when a publication fails and is repeated
        return recorded(conclusion.usage())
                .chain(acknowledged ->
                        conclusion.next() == null ? closed(conclusion.closed()) : next(assignment, conclusion.next()))
                .replaceWith(true);
    }

    private Uni<Void> recorded(@Nullable UsageRecorded usage) {
        return usage == null ? Uni.createFrom().voidItem() : events.publish(usage);
    }

    private Uni<Void> closed(@Nullable RequestClosed closed) {
        return closed == null ? Uni.createFrom().voidItem() : events.publish(closed);
    }

    private Uni<Void> next(Assignment assignment, RouteAssigned next) {
        return events.publishWithBody(next, Topic.forProvider(next.stop().provider()), assignment.value());
    }

    private Uni<Boolean> last(Assignment assignment, HeldLease lease, long seq, End end) {
        return persist(lease, () -> appendLast(assignment, lease, seq, end), framesGiveUp)
                .onFailure()
                .invoke(unreachable -> LOG.warnf("the last frame of %s could not be written", assignment))
                .onFailure()
                .recoverWithItem(false);
    }

    private Uni<Boolean> appendLast(Assignment assignment, HeldLease lease, long seq, End end) {
        return frames.appendLast(assignment.requestId(), lease.fence(), seq, FrameWriter.last(seq, end))
                .chain(appended -> appended == Frames.Appended.OK
                        ? Uni.createFrom().item(true)
                        : appendLastWhereItBelongs(assignment, lease, seq, end));
    }

    /**
     * The reply may be longer or shorter than we think, or not yet opened under our fence. If Redis lost it, the last frame has the number
     * that readers of the lost ones wait for.
     */
    private Uni<Boolean> appendLastWhereItBelongs(Assignment assignment, HeldLease lease, long seq, End end) {
        String requestId = assignment.requestId();
        int attempt = assignment.route().attempt();
        return frames.openToEnd(requestId, lease.fence(), attempt, seq).chain(opened -> {
            if (!opened.granted() || opened.ended()) {
                return Uni.createFrom().item(false);
            }
            byte[] frame = FrameWriter.last(opened.nextSeq(), end);
            return frames.appendLast(requestId, lease.fence(), opened.nextSeq(), frame)
                    .map(appended -> appended == Frames.Appended.OK);
        });
    }

    /** Repeats until it works, or for so long; emits on the lease's context. */
    private static <T> Uni<T> persist(
            HeldLease lease, Supplier<Uni<? extends T>> step, @Nullable Duration giveUpAfter) {
        Context context = lease.context();
        Uni<T> tried =
                Uni.createFrom().deferred(step).runSubscriptionOn(task -> context.runOnContext(ignored -> task.run()));
        Uni<T> repeated = giveUpAfter == null
                ? tried.onFailure().retry().withBackOff(FIRST_RETRY, LAST_RETRY).indefinitely()
                : tried.onFailure().retry().withBackOff(FIRST_RETRY, LAST_RETRY).expireIn(giveUpAfter.toMillis());
        return repeated.emitOn(task -> context.runOnContext(ignored -> task.run()));
    }
}
