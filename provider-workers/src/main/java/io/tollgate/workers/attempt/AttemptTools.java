package io.tollgate.workers.attempt;

import io.tollgate.bus.ClaimCheck;
import io.tollgate.bus.EventPublisher;
import io.tollgate.livestate.Frames;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.budget.HoldExtender;
import io.tollgate.workers.call.ProviderClient;
import io.tollgate.workers.conclusion.ConclusionPublisher;
import io.tollgate.workers.conclusion.ConclusionRules;
import io.tollgate.workers.credentials.ProviderKeys;
import io.tollgate.workers.lease.LeaseKeeper;
import io.tollgate.workers.pool.ProviderPools;
import io.tollgate.workers.telemetry.WorkerMetrics;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What every attempt works with. A singleton, because fields are not to be read through a proxy. */
@Singleton
class AttemptTools {

    final Vertx vertx;
    final Clock clock;
    final WorkersConfig config;
    final LeaseKeeper leases;
    final Frames frames;
    final ProviderPools pools;
    final ProviderKeys keys;
    final ClaimCheck bodies;
    final EventPublisher events;
    final ProviderClient client;
    final HoldExtender holds;
    final ConclusionRules rules;
    final ConclusionPublisher conclusions;
    final WorkerMetrics metrics;

    AttemptTools(
            Vertx vertx,
            Clock clock,
            WorkersConfig config,
            LeaseKeeper leases,
            Frames frames,
            ProviderPools pools,
            ProviderKeys keys,
            ClaimCheck bodies,
            EventPublisher events,
            ProviderClient client,
            HoldExtender holds,
            ConclusionPublisher conclusions,
            WorkerMetrics metrics) {
        this.vertx = vertx;
        this.clock = clock;
        this.config = config;
        this.leases = leases;
        this.frames = frames;
        this.pools = pools;
        this.keys = keys;
        this.bodies = bodies;
        this.events = events;
        this.client = client;
        this.holds = holds;
        this.rules = new ConclusionRules(config.maxAttempts());
        this.conclusions = conclusions;
        this.metrics = metrics;
    }
}
