package io.tollgate.ledger.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tollgate.bus.EventPublisher;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.account.KeyHeartbeat;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.crash.CrashPoint;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.background.RepeatingWork;
import io.tollgate.ledger.background.SoleDuty;
import io.tollgate.ledger.outbox.OutboxRepository.Waiting;
import io.tollgate.postgres.Database;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Announces what was committed. One instance relays at a time; events leave in the order of their ids and are forgotten when Kafka has
 * acknowledged all of a round.
 *
 * <p>Guarantee: at least once. A round that fails anywhere is sent again as a whole, with the same event ids, which readers know. The
 * heartbeat of the keys is published while no change of a key waits, so that its instant is true of everything committed before it.
 */
@ApplicationScoped
public class OutboxRelay {

    /** Locks are the whole database's, not a schema's: this number begins with the letters "ledg" so that no other service has it. */
    private static final long LOCK = 0x6c65646701L;

    private final Database database;
    private final OutboxRepository outbox;
    private final EventPublisher publisher;
    private final LedgerConfig.Outbox config;
    private final Clock clock;
    private final SoleDuty duty;
    private final EventCodec codec;
    private final RepeatingWork work;
    private final MeterRegistry meters;
    private Instant nextHeartbeat = Instant.MIN;

    @Inject
    OutboxRelay(
            Database database,
            OutboxRepository outbox,
            EventPublisher publisher,
            EventCodec codec,
            LedgerConfig config,
            Clock clock,
            Pool pool,
            Vertx vertx,
            MeterRegistry meters) {
        this.database = database;
        this.outbox = outbox;
        this.publisher = publisher;
        this.config = config.outbox();
        this.clock = clock;
        this.duty = new SoleDuty(pool, LOCK);
        this.codec = codec;
        this.meters = meters;
        this.work = new RepeatingWork("outbox relay", vertx, this.config.poll(), this::round);
    }

    void start(@Observes StartupEvent started) {
        work.wake();
    }

    void stop(@Observes ShutdownEvent stopping) {
        work.stop();
    }

    /** Says that events were committed, so that they need not wait for the next look. */
    public void wake() {
        work.wake();
    }

    private Uni<Boolean> round() {
        return duty.isMine().chain(mine -> mine ? relay() : Uni.createFrom().item(false));
    }

    private Uni<Boolean> relay() {
        return database.once(session -> outbox.waiting(session, config.batch()))
                .chain(waiting -> publish(waiting).chain(() -> forget(waiting)).replaceWith(waiting.size()))
                .call(this::beat)
                .map(sent -> sent == config.batch());
    }

    private Uni<Void> publish(List<Waiting> waiting) {
        if (waiting.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Uni<Void>> sent = waiting.stream()
                .map(each -> publisher.publish(codec.read(Event.class, each.type(), each.json())))
                .toList();
        return Uni.join()
                .all(sent)
                .andCollectFailures()
                .invoke(CrashPoint.LEDGER_OUTBOX_SENT::reached)
                .replaceWithVoid();
    }

    private Uni<Void> forget(List<Waiting> waiting) {
        if (waiting.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Set<Long> ids = waiting.stream().map(Waiting::id).collect(Collectors.toSet());
        meters.counter("tollgate.ledger.announced").increment(ids.size());
        return database.once(session -> outbox.sent(session, ids));
    }

    private Uni<Void> beat() {
        Instant now = clock.instant();
        if (now.isBefore(nextHeartbeat)) {
            return Uni.createFrom().voidItem();
        }
        // the instant is taken before the look: a change committed later than it may still be missed
        return database.once(outbox::hasKeyChange)
                .chain(waits -> waits
                        ? Uni.createFrom().voidItem()
                        : publisher
                                .publish(new KeyHeartbeat(now))
                                .invoke(() -> nextHeartbeat = now.plus(config.heartbeat())));
    }
}
