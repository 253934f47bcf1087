package io.tollgate.workers.lease;

import io.smallrye.mutiny.Uni;
import io.tollgate.livestate.Leases;
import io.tollgate.workers.assignment.Assignment;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A lease that is being renewed. If Redis lost it, and nobody else took the request up, it is claimed again under a new fence; if
 * somebody did, the holder is told and must stop. Used on one Vert.x context only.
 */
public final class HeldLease {

    private static final Logger LOG = Logger.getLogger(HeldLease.class);

    private final Vertx vertx;
    private final Context context;
    private final Leases leases;
    private final Leases.Claim claim;
    private final LeaseListener listener;
    private final long timer;
    private long fence;
    private @Nullable String concluded;
    private boolean renewing;
    private boolean over;

    HeldLease(
            Vertx vertx,
            Context context,
            Leases leases,
            Leases.Claim claim,
            long fence,
            long renewEveryMillis,
            LeaseListener listener) {
        this.vertx = vertx;
        this.context = context;
        this.leases = leases;
        this.claim = claim;
        this.fence = fence;
        this.listener = listener;
        this.timer = vertx.setPeriodic(renewEveryMillis, ignored -> renew());
    }

    static Leases.Claim claimOf(Assignment assignment, String owner) {
        return new Leases.Claim(
                assignment.requestId(),
                assignment.route().account(),
                assignment.route().attempt(),
                owner + '/' + assignment.taking(),
                assignment.position(),
                assignment.routeJson());
    }

    /** The newest fence. */
    public long fence() {
        return fence;
    }

    /** The context on which the holder works. */
    public Context context() {
        return context;
    }

    /** Stops renewing, so that the lease runs out unless it was finished. */
    public void letGo() {
        over = true;
        vertx.cancelTimer(timer);
    }

    /** Stores how the attempt ends; emits false if the request is no longer ours. */
    public Uni<Boolean> conclude(String conclusion) {
        return concludeUnder(conclusion)
                .chain(stands -> {
                    if (stands) {
                        return Uni.createFrom().item(true);
                    }
                    return reclaim()
                            .chain(again -> again
                                    ? concludeUnder(conclusion)
                                    : Uni.createFrom().item(false));
                })
                .invoke(stands -> concluded = stands ? conclusion : concluded);
    }

    private Uni<Boolean> concludeUnder(String conclusion) {
        return leases.conclude(claim.account(), claim.requestId(), fence, conclusion);
    }

    /** Whether the request is still ours; renews the lease if so. Fails if Redis does not answer. */
    public Uni<Boolean> stands() {
        return leases.renewal(claim.account(), claim.requestId(), fence).chain(this::afterRenewal);
    }

    /** Ends the lease; emits false if it was no longer ours. */
    public Uni<Boolean> finish(boolean closed) {
        letGo();
        return leases.finish(claim.account(), claim.requestId(), fence, closed);
    }

    private void renew() {
        if (renewing || over) {
            return;
        }
        renewing = true;
        stands().subscribe()
                .with(
                        ours -> {
                            renewing = false;
                            if (!ours) {
                                lose();
                            }
                        },
                        unreachable -> {
                            // the next renewal tells; until then the fence protects what we write
                            renewing = false;
                        });
    }

    private Uni<Boolean> afterRenewal(Leases.Renewal renewal) {
        return switch (renewal) {
            case RENEWED -> Uni.createFrom().item(true);
            case CANCELLED -> {
                if (!over) {
                    listener.cancelled();
                }
                yield Uni.createFrom().item(true);
            }
            case LOST -> over ? Uni.createFrom().item(true) : reclaim();
        };
    }

    /** Claims again what Redis may have forgotten; emits whether the request is ours. */
    private Uni<Boolean> reclaim() {
        return leases.reclaim(claim).chain(claimed -> switch (claimed) {
            case Leases.Claimed.Granted granted -> regained(granted.fence());
            case Leases.Claimed.Cancelled cancelled -> regained(cancelled.fence());
            case Leases.Claimed.NotReady ignored ->
                Uni.createFrom().failure(new IllegalStateException("the credit store is being rebuilt"));
            // somebody else had it meanwhile; whoever recovers it next finds what they left
            case Leases.Claimed.Recover ignored -> Uni.createFrom().item(false);
            case Leases.Claimed.Held ignored -> Uni.createFrom().item(false);
            case Leases.Claimed.Finished ignored -> Uni.createFrom().item(false);
            case Leases.Claimed.HoldGone ignored -> Uni.createFrom().item(false);
        });
    }

    private Uni<Boolean> regained(long newFence) {
        LOG.infof("lease of %s claimed again", claim.requestId());
        return listener.regained(newFence)
                .invoke(granted -> fence = granted ? newFence : fence)
                // Redis lost it with the lease, and whoever recovers this attempt must end it as it may have been
                // published
                .chain(granted -> granted && concluded != null
                        ? concludeUnder(concluded)
                        : Uni.createFrom().item(granted));
    }

    private void lose() {
        if (!over) {
            letGo();
            listener.lost();
        }
    }
}
