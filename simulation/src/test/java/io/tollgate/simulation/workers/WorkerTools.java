package io.tollgate.simulation.workers;

import io.tollgate.bus.EventPublisher;
import io.tollgate.bus.EventReader;
import io.tollgate.livestate.Frames;
import io.tollgate.livestate.Leases;
import io.tollgate.simulation.edge.Provider;
import io.tollgate.simulation.kafka.Broker;
import io.tollgate.simulation.variants.Variant;
import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.budget.HoldExtender;
import io.tollgate.workers.conclusion.ConclusionPublisher;
import io.tollgate.workers.conclusion.ConclusionRules;
import io.tollgate.workers.lease.LeaseKeeper;
import io.tollgate.workers.orphan.OrphanCloser;
import io.tollgate.workers.recovery.Recoverer;
import io.vertx.core.Context;

/** What everything in one incarnation of a worker works with. */
public record WorkerTools(
        World world,
        Node node,
        WorkersConfig config,
        Context context,
        Leases leases,
        LeaseKeeper keeper,
        HoldExtender extender,
        Frames frames,
        EventPublisher events,
        EventReader reader,
        ConclusionPublisher conclusions,
        Recoverer recoverer,
        OrphanCloser orphans,
        Broker broker,
        Provider provider,
        Variant variant) {

    ConclusionRules rules() {
        return new ConclusionRules(config.maxAttempts());
    }
}
