package io.tollgate.workers.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.tollgate.bus.DeadLetters;
import io.tollgate.bus.EventReader;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.codec.UnreadableEventException;
import io.tollgate.contracts.dispatch.DispatchEvent;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.livestate.RecordPosition;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.assignment.Assignment;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Takes assigned routes from every provider's dispatch topic and works on many at once.
 *
 * <p>Guarantee: at least once. A record is acknowledged when its attempt is concluded, or is known to be another worker's or over;
 * Kafka's committed offset follows the contiguous prefix.
 *
 * <p>Idempotency: the lease. A record that comes again finds it finished (acknowledged at once), held (put aside until the lease ends)
 * or run out (recovered without a second call).
 *
 * <p>On failure: what cannot be read goes to the dead letters, by reference. While Redis or Kafka do not answer the record waits and
 * is tried again. A fault of this program leaves the attempt to recovery.
 */
@ApplicationScoped
public class DispatchConsumer {

    private static final Logger LOG = Logger.getLogger(DispatchConsumer.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private final Multi<Message<byte[]>> messages;
    private final EventReader events;
    private final DeadLetters deadLetters;
    private final ClaimDesk desk;
    private final Vertx vertx;
    private final Parking parking;
    private final int maxInFlight;
    private volatile boolean taking = true;

    DispatchConsumer(
            @Channel("dispatch") Multi<Message<byte[]>> messages,
            EventReader events,
            DeadLetters deadLetters,
            ClaimDesk desk,
            Vertx vertx,
            WorkersConfig config,
            MeterRegistry meters) {
        this.messages = messages;
        this.events = events;
        this.deadLetters = deadLetters;
        this.desk = desk;
        this.vertx = vertx;
        this.parking = meters.gauge("tollgate.workers.parked", new Parking(config.maxParked()), Parking::taken);
        this.maxInFlight = config.maxInFlight();
    }

    void start(@Observes StartupEvent event) {
        messages.onItem()
                .transformToUni(this::handle)
                .merge(maxInFlight)
                .subscribe()
                .with(done -> {}, failure -> {
                    taking = false;
                    LOG.error("the dispatch topics are no longer read", failure);
                });
    }

    /** Begins nothing more; records that still come are left for other workers, or for the next start. */
    public void stopTaking() {
        taking = false;
    }

    /** Whether new requests are being taken. */
    public boolean isTaking() {
        return taking;
    }

    private Uni<Void> handle(Message<byte[]> message) {
        if (!taking) {
            return Uni.createFrom().nothing();
        }
        return Uni.createFrom()
                .deferred(() -> work(message, read(message)))
                .onFailure(UnreadableEventException.class)
                .recoverWithUni(unreadable -> putAside(message, String.valueOf(unreadable.getMessage())))
                .onFailure()
                .invoke(fault -> LOG.error("an assignment is left to recovery", fault))
                .onFailure()
                .recoverWithUni(() -> acknowledge(message));
    }

    private Assignment read(Message<byte[]> message) {
        DispatchEvent event = events.read(DispatchEvent.class, message);
        if (!(event instanceof RouteAssigned route)
                || Ids.requestUuid(route.requestId()).isEmpty()) {
            throw new UnreadableEventException("not an assignment of a request");
        }
        IncomingKafkaRecordMetadata<?, ?> record = message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new UnreadableEventException("not a record of Kafka"));
        RecordPosition position = new RecordPosition(record.getTopic(), record.getPartition(), record.getOffset());
        return new Assignment(route, events.body(message), position);
    }

    private Uni<Void> work(Message<byte[]> message, Assignment assignment) {
        return desk.take(assignment).chain(taken -> switch (taken) {
            case Taken.Done ignored -> acknowledge(message);
            case Taken.Later later -> park(message, assignment, later.millis());
        });
    }

    /** Puts a record aside if there is a place; without one it waits as part of the work in progress. */
    private Uni<Void> park(Message<byte[]> message, Assignment assignment, long millis) {
        Uni<Void> again = Uni.createFrom()
                .<Void>emitter(timer -> vertx.setTimer(Math.max(1, millis), fired -> timer.complete(null)))
                .chain(() ->
                        taking ? work(message, assignment) : Uni.createFrom().nothing());
        if (!parking.enter()) {
            return again;
        }
        again.onTermination()
                .invoke(parking::leave)
                .subscribe()
                .with(done -> {}, fault -> LOG.errorf(fault, "%s is left to recovery", assignment));
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> putAside(Message<byte[]> message, String reason) {
        return deadLetters
                .send(message, reason)
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely()
                .chain(() -> acknowledge(message));
    }

    private static Uni<Void> acknowledge(Message<byte[]> message) {
        return Uni.createFrom().completionStage(message::ack);
    }
}
