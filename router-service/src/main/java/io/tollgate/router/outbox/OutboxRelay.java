package io.tollgate.router.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tollgate.bus.EventPublisher;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.postgres.Database;
import io.tollgate.router.RouterConfig;
import io.tollgate.router.outbox.OutboxRepository.Waiting;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Announces what was committed. A round is published all at once and forgotten when Kafka has acknowledged every event of it; events with
 * the same key stay in order.
 *
 * <p>Guarantee: at least once. A round that fails anywhere is sent again as a whole, with the same event ids. A second instance may send
 * the same round: statements carry a revision and price versions never change, so readers ignore what they know.
 */
@ApplicationScoped
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Database database;
    private final OutboxRepository outbox;
    private final EventPublisher publisher;
    private final EventCodec codec;
    private final RouterConfig.Outbox config;
    private final Vertx vertx;
    private final MeterRegistry meters;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private long timer = -1;
    /** Events announced since the outbox was last empty, and when the first round of them began; of the one who is running. */
    private int announced;

    private long beganNanos;

    @Inject
    OutboxRelay(
            Database database,
            OutboxRepository outbox,
            EventPublisher publisher,
            EventCodec codec,
            RouterConfig config,
            Vertx vertx,
            MeterRegistry meters) {
        this.database = database;
        this.outbox = outbox;
        this.publisher = publisher;
        this.codec = codec;
        this.config = config.outbox();
        this.vertx = vertx;
        this.meters = meters;
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(config.poll().toMillis(), tick -> wake());
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    /** Says that events were committed, so that they need not wait for the next look. Any thread. */
    public void wake() {
        again.set(true);
        if (running.compareAndSet(false, true)) {
            announced = 0;
            beganNanos = System.nanoTime();
            round();
        }
    }

    /** Whether everything that was committed before the last {@link #wake} has been announced. */
    public boolean isIdle() {
        return !running.get() && !again.get();
    }

    private void round() {
        again.set(false);
        relay().subscribe().with(this::finished, failure -> {
            LOG.warnf("cannot announce what was committed, next try in %s: %s", config.poll(), failure);
            running.set(false);
        });
    }

    private void finished(int sent) {
        announced += sent;
        if (sent == config.batch() || again.get()) {
            round();
            return;
        }
        if (announced > 0) {
            LOG.infof("announced %d events in %d ms", announced, (System.nanoTime() - beganNanos) / NANOS_PER_MILLI);
        }
        running.set(false);
    }

    private Uni<Integer> relay() {
        return database.once(session -> outbox.waiting(session, config.batch()))
                .chain(waiting -> waiting.isEmpty() ? Uni.createFrom().item(0) : announce(waiting));
    }

    private Uni<Integer> announce(List<Waiting> waiting) {
        List<Uni<Void>> sent =
                waiting.stream().map(each -> publisher.publish(event(each))).toList();
        return Uni.join()
                .all(sent)
                .usingConcurrencyOf(config.batch())
                .andCollectFailures()
                .chain(() -> database.once(session ->
                        outbox.sent(session, waiting.stream().map(Waiting::id).toList())))
                .invoke(() -> meters.counter("tollgate.router.announced").increment(waiting.size()))
                .replaceWith(waiting.size());
    }

    private Event event(Waiting waiting) {
        return codec.read(Event.class, waiting.type(), waiting.event().getBytes(StandardCharsets.UTF_8));
    }
}
