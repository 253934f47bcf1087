package io.tollgate.ledger.progress;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.tollgate.bus.DeadLetters;
import io.tollgate.bus.EventReader;
import io.tollgate.bus.Intake;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.codec.UnreadableEventException;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.postgres.DatabaseFailures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/**
 * Takes a batch of the log to the books, whatever it takes: what cannot be read goes to the dead letters; a database that fails is tried
 * again for ever; a single event that cannot be booked, whenever it is tried, is found, set apart and quarantined, so that it cannot stop the
 * money behind it.
 */
@ApplicationScoped
public class LogReading {

    private static final Logger LOG = Logger.getLogger(LogReading.class);
    private static final byte[] NOTHING = {};

    private final Intake intake;
    private final EventReader reader;
    private final DeadLetters deadLetters;
    private final LedgerConfig.Retry retry;
    private final MeterRegistry meters;

    @Inject
    LogReading(Intake intake, EventReader reader, DeadLetters deadLetters, LedgerConfig config, MeterRegistry meters) {
        this.intake = intake;
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.retry = config.retry();
        this.meters = meters;
    }

    /** How a feature books a batch. */
    public interface Booking<E extends Event> {

        /**
         * Books entries and notes the progress, in one transaction; a repeat changes nothing.
         *
         * @param positions everything that is covered, unreadable records included
         */
        Uni<?> book(List<LogEntry<E>> entries, List<LogPosition> positions);

        /** Keeps an entry that cannot be booked, and notes the progress. */
        Uni<?> setApart(LogEntry<E> entry, Throwable refusal);
    }

    private record Unreadable(IncomingKafkaRecord<String, byte[]> message, String reason) {}

    /** Reads a batch and books it; completes when that is done, however long it takes, and never once the service ends. */
    public <E extends Event> Uni<Void> read(
            KafkaRecordBatch<String, byte[]> batch, Class<E> topicEvents, Booking<E> booking) {
        return intake.take(() -> readAll(batch, topicEvents, booking));
    }

    private <E extends Event> Uni<Void> readAll(
            KafkaRecordBatch<String, byte[]> batch, Class<E> topicEvents, Booking<E> booking) {
        List<LogEntry<E>> entries = new ArrayList<>();
        List<LogPosition> positions = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (KafkaRecord<String, byte[]> each : batch.getRecords()) {
            IncomingKafkaRecord<String, byte[]> message = (IncomingKafkaRecord<String, byte[]>) each;
            LogPosition position = new LogPosition(message.getTopic(), message.getPartition(), message.getOffset());
            positions.add(position);
            try {
                entries.add(entry(topicEvents, message, position));
            } catch (UnreadableEventException reason) {
                unreadable.add(new Unreadable(message, String.valueOf(reason.getMessage())));
            }
        }
        meters.summary("tollgate.ledger.batch", "topic", positions.getFirst().topic())
                .record(positions.size());
        return untilDone(() -> buryAll(unreadable)).chain(() -> bookPatiently(booking, entries, positions));
    }

    private <E extends Event> LogEntry<E> entry(
            Class<E> topicEvents, IncomingKafkaRecord<String, byte[]> message, LogPosition position) {
        E event = reader.read(topicEvents, message);
        byte[] value = message.getPayload();
        Header type = message.getHeaders().lastHeader(EventCodec.TYPE_HEADER);
        return new LogEntry<>(
                position,
                message.getKey(),
                type == null ? "" : new String(type.value(), StandardCharsets.UTF_8),
                value == null ? NOTHING : value,
                event);
    }

    private Uni<Void> buryAll(List<Unreadable> unreadable) {
        return Multi.createFrom()
                .iterable(unreadable)
                .onItem()
                .transformToUniAndConcatenate(each -> deadLetters.send(each.message(), each.reason()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private <E extends Event> Uni<Void> bookPatiently(
            Booking<E> booking, List<LogEntry<E>> entries, List<LogPosition> positions) {
        return untilDone(() -> booking.book(entries, positions)
                .replaceWithVoid()
                .onFailure(DatabaseFailures::isOfTheContents)
                .recoverWithUni(refusal -> {
                    LOG.warnf(refusal, "a batch of %d cannot be booked, booking one by one", entries.size());
                    return oneByOne(booking, entries)
                            .chain(() -> booking.book(List.of(), positions).replaceWithVoid());
                }));
    }

    private <E extends Event> Uni<Void> oneByOne(Booking<E> booking, List<LogEntry<E>> entries) {
        return Multi.createFrom()
                .iterable(entries)
                .onItem()
                .transformToUniAndConcatenate(entry -> untilDone(() -> bookOne(booking, entry)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private <E extends Event> Uni<Void> bookOne(Booking<E> booking, LogEntry<E> entry) {
        return Uni.createFrom()
                .deferred(() ->
                        booking.book(List.of(entry), List.of(entry.position())).replaceWithVoid())
                .onFailure(DatabaseFailures::isOfTheContents)
                .retry()
                .atMost(retry.triesBeforeQuarantine() - 1L)
                .onFailure(DatabaseFailures::isOfTheContents)
                .recoverWithUni(refusal -> booking.setApart(entry, refusal).replaceWithVoid());
    }

    private Uni<Void> untilDone(Supplier<Uni<Void>> work) {
        return Uni.createFrom()
                .deferred(() -> work.get())
                .onFailure()
                .invoke(failure -> {
                    meters.counter("tollgate.ledger.retries").increment();
                    LOG.warnf(failure, "cannot book yet, trying again");
                })
                .onFailure()
                .retry()
                .withBackOff(retry.firstPause(), retry.longestPause())
                .indefinitely();
    }
}
