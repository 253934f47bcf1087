package io.tollgate.workers.dispatch;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.crash.CrashPoint;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.NotReadyException;
import io.tollgate.livestate.RedisUnavailableException;
import io.tollgate.livestate.UnclosedRequests.Unclosed;
import io.tollgate.workers.assignment.Assignment;
import io.tollgate.workers.attempt.Attempts;
import io.tollgate.workers.attempt.RunningAttempts;
import io.tollgate.workers.lease.LeaseKeeper;
import io.tollgate.workers.orphan.OrphanCloser;
import io.tollgate.workers.recovery.Recoverer;
import io.vertx.core.Context;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Claims an assignment before anything else is done with it, and does what the claim allows. */
@ApplicationScoped
public class ClaimDesk {

    private static final Logger LOG = Logger.getLogger(ClaimDesk.class);
    private static final long REDIS_RETRY_MILLIS = 500;
    private static final long RUNS_HERE_MILLIS = 1_000;
    /** Lets the holder's next renewal pass first. */
    private static final long AFTER_LEASE_MILLIS = 50;

    private final LeaseKeeper leases;
    private final Attempts attempts;
    private final RunningAttempts running;
    private final Recoverer recoverer;
    private final OrphanCloser orphans;
    private final EventLoops loops;

    ClaimDesk(
            LeaseKeeper leases,
            Attempts attempts,
            RunningAttempts running,
            Recoverer recoverer,
            OrphanCloser orphans,
            EventLoops loops) {
        this.leases = leases;
        this.attempts = attempts;
        this.running = running;
        this.recoverer = recoverer;
        this.orphans = orphans;
        this.loops = loops;
    }

    /** Works on an assignment, as far as its lease allows. Runs on an event loop of its own. */
    public Uni<Taken> take(Assignment assignment) {
        if (running.has(assignment.requestId(), assignment.route().attempt())) {
            // whether its lease ran out or not, whoever makes the attempt finds out by itself
            return item(new Taken.Later(RUNS_HERE_MILLIS));
        }
        Context context = loops.next();
        return Uni.createFrom()
                .deferred(() -> leases.claim(assignment))
                .runSubscriptionOn(task -> context.runOnContext(ignored -> task.run()))
                .emitOn(task -> context.runOnContext(ignored -> task.run()))
                .chain(claimed -> act(assignment, claimed, context))
                .onFailure(
                        failure -> failure instanceof RedisUnavailableException || failure instanceof NotReadyException)
                .recoverWithItem(new Taken.Later(REDIS_RETRY_MILLIS));
    }

    private Uni<Taken> act(Assignment assignment, Leases.Claimed claimed, Context context) {
        return switch (claimed) {
            case Leases.Claimed.Granted granted -> run(assignment, granted.fence(), context, false);
            case Leases.Claimed.Cancelled cancelled -> run(assignment, cancelled.fence(), context, true);
            case Leases.Claimed.Recover recover ->
                recoverer.recover(assignment, recover, context).replaceWith(new Taken.Done());
            case Leases.Claimed.Held held -> item(new Taken.Later(held.retryAfterMillis() + AFTER_LEASE_MILLIS));
            case Leases.Claimed.NotReady ignored -> item(new Taken.Later(REDIS_RETRY_MILLIS));
            case Leases.Claimed.Finished ignored -> item(new Taken.Done());
            case Leases.Claimed.HoldGone gone -> {
                LOG.infof("%s is not run: its hold is gone", assignment);
                yield gone.voided() ? item(new Taken.Done()) : close(assignment);
            }
        };
    }

    /** Redis lost the hold before the books knew of it, or the request was closed long ago: closing it again is harmless. */
    private Uni<Taken> close(Assignment assignment) {
        RouteAssigned route = assignment.route();
        return orphans.closeForSure(new Unclosed(
                        route.account(),
                        route.requestId(),
                        route.key(),
                        route.hold().amount()))
                .replaceWith(new Taken.Done());
    }

    private Uni<Taken> run(Assignment assignment, long fence, Context context, boolean cancelled) {
        CrashPoint.WORKER_AFTER_CLAIM.reached();
        return attempts.run(assignment, fence, context, cancelled).replaceWith(new Taken.Done());
    }

    private static Uni<Taken> item(Taken taken) {
        return Uni.createFrom().item(taken);
    }
}
