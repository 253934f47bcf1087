package io.tollgate.workers.recovery;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.livestate.Frames;
import io.tollgate.livestate.Leases;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.assignment.Assignment;
import io.tollgate.workers.budget.HoldExtender;
import io.tollgate.workers.conclusion.AttemptReport;
import io.tollgate.workers.conclusion.Conclusion;
import io.tollgate.workers.conclusion.ConclusionPublisher;
import io.tollgate.workers.conclusion.ConclusionRules;
import io.tollgate.workers.conclusion.Ending;
import io.tollgate.workers.lease.HeldLease;
import io.tollgate.workers.lease.LeaseKeeper;
import io.tollgate.workers.lease.LeaseListener;
import io.tollgate.workers.telemetry.WorkerMetrics;
import io.tollgate.workers.usage.Counted;
import io.tollgate.workers.usage.Tally;
import io.vertx.core.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Brings the attempt of a dead worker to its end without calling its provider again: as the worker had concluded, if it had; else
 * by the next stop of the route, if callers saw nothing yet; else with an error.
 */
@ApplicationScoped
public class Recoverer {

    private static final Logger LOG = Logger.getLogger(Recoverer.class);
    /** More frames than a reply has. */
    private static final int ALL_FRAMES = 1_000_000;

    private final LeaseKeeper leases;
    private final Frames frames;
    private final HoldExtender holds;
    private final ConclusionRules rules;
    private final ConclusionPublisher conclusions;
    private final WorkerMetrics metrics;
    private final Clock clock;

    Recoverer(
            LeaseKeeper leases,
            Frames frames,
            HoldExtender holds,
            WorkersConfig config,
            ConclusionPublisher conclusions,
            WorkerMetrics metrics,
            Clock clock) {
        this.leases = leases;
        this.frames = frames;
        this.holds = holds;
        this.rules = new ConclusionRules(config.maxAttempts());
        this.conclusions = conclusions;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Recovers an attempt whose lease this process has just claimed.
     *
     * @param context the caller must be on it
     * @return completes when nothing is left to do; fails if Redis does not answer, and the lease then runs out again
     */
    public Uni<Void> recover(Assignment assignment, Leases.Claimed.Recover found, Context context) {
        HeldLease lease = leases.keep(assignment, found.fence(), context, LeaseListener.NONE);
        LOG.infof("recovering %s", assignment);
        return frames.openToEnd(assignment.requestId(), found.fence(), found.attempt(), 0)
                .chain(reply -> recover(assignment, found, lease, reply))
                .invoke(metrics::recovered)
                .onTermination()
                .invoke(lease::letGo);
    }

    private Uni<Void> recover(
            Assignment assignment, Leases.Claimed.Recover found, HeldLease lease, Frames.Opened reply) {
        if (!reply.granted()) {
            return Uni.createFrom().voidItem();
        }
        String stored = found.conclusion();
        if (stored != null) {
            return conclusions.publish(assignment, lease, Conclusion.parse(stored));
        }
        if (reply.ended()) {
            return lease.finish(true).replaceWithVoid();
        }
        return Uni.combine()
                .all()
                .unis(seen(assignment, reply.nextSeq()), holds.current(assignment.route()))
                .asTuple()
                .map(known ->
                        conclusion(assignment, found.cancelled(), visible(reply), known.getItem1(), known.getItem2()))
                .chain(conclusion -> conclusions.conclude(assignment, lease, conclusion));
    }

    /** What Redis lost may have been read: no other answer may follow it. */
    private static long visible(Frames.Opened reply) {
        return reply.lost() ? Math.max(1, reply.nextSeq()) : reply.nextSeq();
    }

    private Conclusion conclusion(
            Assignment assignment, boolean callerGone, long framesVisible, Counted seen, NanoUsd hold) {
        AttemptReport report =
                new AttemptReport(seen, framesVisible, hold, assignment.route().acceptedAt(), null, clock.instant());
        return rules.conclude(assignment.route(), new Ending.Lost(callerGone), report);
    }

    private Uni<Counted> seen(Assignment assignment, long framesVisible) {
        if (framesVisible == 0) {
            return Uni.createFrom().item(Counted.NOTHING);
        }
        return frames.read(assignment.requestId(), -1, ALL_FRAMES).map(Recoverer::count);
    }

    private static Counted count(List<Frames.StoredFrame> stored) {
        return Tally.of(stored.stream()
                .map(Frames.StoredFrame::bytes)
                .map(FrameCodec::read)
                .map(Frame::events)
                .flatMap(List::stream)
                .toList());
    }
}
