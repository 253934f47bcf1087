package io.tollgate.workers.lease;

import io.smallrye.mutiny.Uni;
import io.tollgate.livestate.Leases;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.assignment.Assignment;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Claims requests in the name of this process and keeps the claims. */
@ApplicationScoped
public class LeaseKeeper {

    private final Vertx vertx;
    private final Leases leases;
    private final WorkersConfig config;
    private final String owner;

    LeaseKeeper(Vertx vertx, Leases leases, WorkersConfig config) {
        this.vertx = vertx;
        this.leases = leases;
        this.config = config;
        this.owner = config.id() + "/" + UUID.randomUUID();
    }

    /** Claims an attempt. */
    public Uni<Leases.Claimed> claim(Assignment assignment) {
        return leases.claim(HeldLease.claimOf(assignment, owner));
    }

    /**
     * Keeps a claim until it is finished or let go.
     *
     * @param context where the listener is told; the caller must be on it
     */
    public HeldLease keep(Assignment assignment, long fence, Context context, LeaseListener listener) {
        return new HeldLease(
                vertx,
                context,
                leases,
                HeldLease.claimOf(assignment, owner),
                fence,
                config.recovery().renewEvery().toMillis(),
                listener);
    }
}
