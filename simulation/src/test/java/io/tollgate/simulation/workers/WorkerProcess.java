package io.tollgate.simulation.workers;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.dispatch.DispatchEvent;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.Leases.Claimed;
import io.tollgate.livestate.NotReadyException;
import io.tollgate.livestate.RecordPosition;
import io.tollgate.livestate.RedisUnavailableException;
import io.tollgate.livestate.UnclosedRequests.Unclosed;
import io.tollgate.simulation.kafka.ConsumerGroup;
import io.tollgate.simulation.kafka.ConsumerGroup.Delivery;
import io.tollgate.simulation.variants.Variant;
import io.tollgate.simulation.world.World;
import io.tollgate.workers.assignment.Assignment;
import io.tollgate.workers.dispatch.Taken;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One incarnation of a worker. Its steps are those of {@code DispatchConsumer} (take, park, acknowledge), {@code ClaimDesk},
 * {@code LeaseWatch} {@code CancellationListener} and {@code RunningAttempts}.
 */
public final class WorkerProcess {

    private static final long REDIS_RETRY_MILLIS = 500;
    private static final long RUNS_HERE_MILLIS = 1_000;
    private static final long AFTER_LEASE_MILLIS = 50;
    private static final long READING_LEAST = World.MILLI;
    private static final long READING_MOST = 20 * World.MILLI;

    private final WorkerTools tools;
    private final World world;
    private final Map<String, Attempt> running = new LinkedHashMap<>();
    private final Set<Leases.Expired> inWork = new HashSet<>();
    private boolean looking;
    private boolean blind;
    private long notBefore;

    /** Starts a worker. */
    public WorkerProcess(WorkerTools tools, ConsumerGroup group) {
        this.tools = tools;
        this.world = tools.world();
        group.join(tools.node(), this::take);
        watch();
    }

    /** A cancellation was heard on the channel. */
    public void cancelled(String requestId) {
        Attempt attempt = running.get(requestId);
        if (attempt != null) {
            attempt.cancelled();
        }
    }

    private void take(Delivery delivery) {
        if (tools.variant() == Variant.NOBODY_RECOVERS) {
            delivery.acknowledge();
        }
        work(delivery, read(delivery.record()));
    }

    private Assignment read(ConsumerRecord<String, byte[]> record) {
        RouteAssigned route = (RouteAssigned) tools.reader().read(DispatchEvent.class, record);
        RecordPosition position = new RecordPosition(record.topic(), record.partition(), record.offset());
        return new Assignment(route, tools.reader().body(record), position);
    }

    private void work(Delivery delivery, Assignment assignment) {
        desk(assignment)
                .subscribe()
                .with(
                        taken -> {
                            switch (taken) {
                                case Taken.Done ignored -> delivery.acknowledge();
                                case Taken.Later later ->
                                    world.after(
                                            tools.node(),
                                            Math.max(1, later.millis()) * World.MILLI,
                                            () -> work(delivery, assignment));
                            }
                        },
                        // a fault leaves the attempt to recovery
                        fault -> {
                            world.note(() -> assignment + " is left to recovery: " + fault);
                            delivery.acknowledge();
                        });
    }

    /** {@code ClaimDesk.take}. */
    private Uni<Taken> desk(Assignment assignment) {
        Attempt here = running.get(assignment.requestId());
        if (here != null && here.attempt() == assignment.route().attempt()) {
            world.sightings().saw("taken while it runs here");
            return item(new Taken.Later(RUNS_HERE_MILLIS));
        }
        return Uni.createFrom()
                .deferred(() -> tools.keeper().claim(assignment))
                .chain(claimed -> act(assignment, claimed))
                .onFailure(
                        failure -> failure instanceof RedisUnavailableException || failure instanceof NotReadyException)
                .recoverWithItem(new Taken.Later(REDIS_RETRY_MILLIS));
    }

    private Uni<Taken> act(Assignment assignment, Claimed claimed) {
        world.sightings().saw("claim " + claimed.getClass().getSimpleName());
        return switch (claimed) {
            case Claimed.Granted granted -> run(assignment, granted.fence(), false);
            case Claimed.Cancelled cancelled -> run(assignment, cancelled.fence(), true);
            case Claimed.Recover recover ->
                tools.variant() == Variant.RECOVERY_CALLS_AGAIN
                        ? run(assignment, recover.fence(), false)
                        : recover(assignment, recover);
            case Claimed.Held held -> item(new Taken.Later(held.retryAfterMillis() + AFTER_LEASE_MILLIS));
            case Claimed.NotReady ignored -> item(new Taken.Later(REDIS_RETRY_MILLIS));
            case Claimed.Finished ignored -> item(new Taken.Done());
            case Claimed.HoldGone gone -> gone.voided() ? item(new Taken.Done()) : close(assignment.route());
        };
    }

    private Uni<Taken> recover(Assignment assignment, Claimed.Recover found) {
        world.sightings().saw(found.conclusion() == null ? "recovered" : "recovered a stored conclusion");
        return tools.recoverer().recover(assignment, found, tools.context()).replaceWith(new Taken.Done());
    }

    private Uni<Taken> close(RouteAssigned route) {
        return tools.orphans()
                .closeForSure(new Unclosed(
                        route.account(),
                        route.requestId(),
                        route.key(),
                        route.hold().amount()))
                .replaceWith(new Taken.Done());
    }

    private Uni<Taken> run(Assignment assignment, long fence, boolean cancelled) {
        return Uni.createFrom().emitter(emitter -> {
            Attempt attempt = new Attempt(tools, assignment, fence, cancelled, finished -> {
                running.remove(assignment.requestId(), finished);
                emitter.complete(new Taken.Done());
            });
            running.put(assignment.requestId(), attempt);
            attempt.run();
        });
    }

    private static Uni<Taken> item(Taken taken) {
        return Uni.createFrom().item(taken);
    }

    /** {@code LeaseWatch}. */
    private void watch() {
        world.idly(tools.node(), World.micros(tools.config().recovery().checkEvery()), () -> {
            look();
            watch();
        });
    }

    private void look() {
        if (looking || tools.variant() == Variant.NOBODY_RECOVERS) {
            return;
        }
        looking = true;
        tools.leases()
                .expired(tools.config().recovery().batch())
                .onTermination()
                .invoke(() -> looking = false)
                .subscribe()
                .with(this::takeUpInTurn, unreachable -> blind = true);
    }

    private void takeUpInTurn(List<Leases.Expired> expired) {
        if (blind) {
            blind = false;
            notBefore = world.now() + 2 * World.micros(tools.config().recovery().renewEvery());
        }
        if (world.now() >= notBefore) {
            takeUp(expired);
        }
    }

    private void takeUp(List<Leases.Expired> expired) {
        Multi.createFrom()
                .iterable(expired)
                .onItem()
                .transformToUni(this::takeUp)
                .merge(tools.config().recovery().batch())
                .subscribe()
                .with(done -> {}, failure -> world.violated("recovery stops: " + failure));
    }

    private Uni<Void> takeUp(Leases.Expired lease) {
        Leases.Expired place =
                new Leases.Expired(lease.account(), lease.requestId(), lease.attempt(), lease.position(), 0);
        if (!inWork.add(place)) {
            return Uni.createFrom().voidItem();
        }
        world.sightings().saw("expired lease taken up");
        TopicPartition partition =
                new TopicPartition(lease.position().topic(), lease.position().partition());
        return world.pause(
                        tools.node(), tools.node().incarnation(), world.dice().between(READING_LEAST, READING_MOST))
                .map(read ->
                        tools.broker().log(partition).get((int) lease.position().offset()))
                .chain(record -> desk(read(record)).replaceWithVoid())
                .onFailure()
                .recoverWithNull()
                .onTermination()
                .invoke(() -> inWork.remove(place));
    }
}
