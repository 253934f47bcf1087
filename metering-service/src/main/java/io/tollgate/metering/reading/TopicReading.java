package io.tollgate.metering.reading;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.tollgate.bus.DeadLetters;
import io.tollgate.bus.EventReader;
import io.tollgate.bus.Intake;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.codec.UnreadableEventException;
import io.tollgate.crash.CrashPoint;
import io.tollgate.metering.MeteringConfig;
import io.tollgate.postgres.DatabaseFailures;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Takes a batch to the database. What cannot be read goes to the dead letters; a database that fails is tried again for ever, with
 * growing pauses; an event that cannot be stored, whenever it is tried, is found by halving the batch, and goes to the dead letters too, so that
 * it cannot stop those behind it.
 */
@ApplicationScoped
public class TopicReading {

    private static final Logger LOG = Logger.getLogger(TopicReading.class);

    private final Intake intake;
    private final EventReader reader;
    private final DeadLetters deadLetters;
    private final MeteringConfig.Retry retry;
    private final MeterRegistry meters;

    TopicReading(
            Intake intake, EventReader reader, DeadLetters deadLetters, MeteringConfig config, MeterRegistry meters) {
        this.intake = intake;
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.retry = config.retry();
        this.meters = meters;
    }

    private record Entry<E>(KafkaRecord<String, byte[]> message, E event) {}

    private record Unreadable(KafkaRecord<String, byte[]> message, String reason) {}

    /**
     * Reads a batch and stores its events; completes when that is done, however long it takes, and the batch may be acknowledged; never
     * once the service ends.
     *
     * @param store stores events in their order in one transaction; a repeat must change nothing
     */
    public <E extends Event> Uni<Void> read(
            KafkaRecordBatch<String, byte[]> batch, Class<E> topicEvents, Function<List<E>, Uni<Void>> store) {
        return intake.take(() -> readAll(batch, topicEvents, store));
    }

    private <E extends Event> Uni<Void> readAll(
            KafkaRecordBatch<String, byte[]> batch, Class<E> topicEvents, Function<List<E>, Uni<Void>> store) {
        List<Entry<E>> entries = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (KafkaRecord<String, byte[]> message : batch.getRecords()) {
            try {
                entries.add(new Entry<>(message, reader.read(topicEvents, message)));
            } catch (UnreadableEventException reason) {
                unreadable.add(new Unreadable(message, String.valueOf(reason.getMessage())));
            }
        }
        meters.summary("tollgate.metering.batch", "events", topicEvents.getSimpleName())
                .record(entries.size());
        return Multi.createFrom()
                .iterable(unreadable)
                .onItem()
                .transformToUniAndConcatenate(each -> bury(each.message(), each.reason()))
                .collect()
                .last()
                .chain(() -> store(entries, store))
                .invoke(CrashPoint.METERING_AFTER_COMMIT::reached);
    }

    private <E> Uni<Void> store(List<Entry<E>> entries, Function<List<E>, Uni<Void>> store) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<E> events = entries.stream().map(Entry::event).toList();
        return untilDone(() -> store.apply(events)
                .onFailure(DatabaseFailures::isOfTheContents)
                .recoverWithUni(refusal -> apart(entries, store, refusal)));
    }

    private <E> Uni<Void> apart(List<Entry<E>> entries, Function<List<E>, Uni<Void>> store, Throwable refusal) {
        if (entries.size() == 1) {
            return bury(entries.getFirst().message(), "it cannot be stored: " + refusal.getMessage());
        }
        int half = entries.size() / 2;
        return store(entries.subList(0, half), store).chain(() -> store(entries.subList(half, entries.size()), store));
    }

    private Uni<Void> bury(KafkaRecord<String, byte[]> message, String reason) {
        LOG.errorf("a record of %s goes to the dead letters", message.getTopic());
        meters.counter("tollgate.metering.dead.letters", "topic", message.getTopic())
                .increment();
        return untilDone(() -> deadLetters.send(message, reason));
    }

    private Uni<Void> untilDone(Supplier<Uni<Void>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .onFailure()
                .invoke(failure -> {
                    meters.counter("tollgate.metering.retries").increment();
                    LOG.warnf(failure, "cannot store yet, trying again");
                })
                .onFailure()
                .retry()
                .withBackOff(retry.firstPause(), retry.longestPause())
                .indefinitely();
    }
}
