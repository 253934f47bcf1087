package io.tollgate.workers.dispatch;

import io.smallrye.mutiny.Uni;
import io.tollgate.crash.CrashPoint;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.RedisUnavailableException;
import io.tollgate.workers.assignment.Assignment;
import io.tollgate.workers.attempt.Attempts;
import io.tollgate.workers.lease.LeaseKeeper;
import io.tollgate.workers.recovery.Recoverer;
import io.vertx.core.Context;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Claims an assignment before anything else is done with it, and does what the claim allows. */
@ApplicationScoped
public class ClaimDesk {

    private static final Logger LOG = Logger.getLogger(ClaimDesk.class);
    private static final long REDIS_RETRY_MILLIS = 500;
    /** Lets the holder's next renewal pass first. */
    private static final long AFTER_LEASE_MILLIS = 50;

    private final LeaseKeeper leases;
    private final Attempts attempts;
    private final Recoverer recoverer;
    private final EventLoops loops;

    ClaimDesk(LeaseKeeper leases, Attempts attempts, Recoverer recoverer, EventLoops loops) {
        this.leases = leases;
        this.attempts = attempts;
        this.recoverer = recoverer;
        this.loops = loops;
    }

    /** Works on an assignment, as far as its lease allows. Runs on an event loop of its own. */
    public Uni<Taken> take(Assignment assignment) {
        Context context = loops.next();
        return Uni.createFrom()
                .deferred(() -> leases.claim(assignment))
                .runSubscriptionOn(task -> context.runOnContext(ignored -> task.run()))
                .emitOn(task -> context.runOnContext(ignored -> task.run()))
                .chain(claimed -> act(assignment, claimed, context))
                .onFailure(RedisUnavailableException.class)
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
            case Leases.Claimed.HoldGone ignored -> {
                LOG.infof("%s is not run: its hold is gone", assignment);
                yield item(new Taken.Done());
            }
        };
    }

    private Uni<Taken> run(Assignment assignment, long fence, Context context, boolean cancelled) {
        CrashPoint.WORKER_AFTER_CLAIM.reached();
        return attempts.run(assignment, fence, context, cancelled).replaceWith(new Taken.Done());
    }

    private static Uni<Taken> item(Taken taken) {
        return Uni.createFrom().item(taken);
    }
}
