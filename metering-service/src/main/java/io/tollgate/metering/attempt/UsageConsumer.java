package io.tollgate.metering.attempt;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.UsageCorrected;
import io.tollgate.contracts.usage.UsageEvent;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.metering.reading.TopicReading;
import io.tollgate.metering.request.RequestRepository;
import io.tollgate.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes the quantities of {@code usage.events.v1}.
 *
 * <p>Guarantee: at least once; offsets are committed after the database has committed.
 *
 * <p>Idempotency: an attempt's usage is kept once for its id, and the transaction that keeps the second of its halves adds it to the
 * rollups; a repeat finds the half there and changes nothing.
 *
 * <p>On failure: the database is tried again for ever; a record that cannot be read, or that the database refuses, goes to the dead
 * letters.
 */
@ApplicationScoped
class UsageConsumer {

    private final TopicReading reading;
    private final Database database;
    private final AttemptRepository attempts;
    private final ProviderNames providers;
    private final RequestRepository requests;
    private final CorrectionRepository corrections;

    UsageConsumer(
            TopicReading reading,
            Database database,
            AttemptRepository attempts,
            ProviderNames providers,
            RequestRepository requests,
            CorrectionRepository corrections) {
        this.reading = reading;
        this.database = database;
        this.attempts = attempts;
        this.providers = providers;
        this.requests = requests;
        this.corrections = corrections;
    }

    @Incoming("usage")
    Uni<Void> consume(KafkaRecordBatch<String, byte[]> batch) {
        return reading.read(batch, UsageEvent.class, this::store)
                .chain(() -> Uni.createFrom().completionStage(batch::ack));
    }

    private Uni<Void> store(List<UsageEvent> events) {
        List<UsageHalf> halves = new ArrayList<>();
        List<RequestClosed> closed = new ArrayList<>();
        List<UsageCorrected> corrected = new ArrayList<>();
        for (UsageEvent event : events) {
            switch (event) {
                case UsageRecorded usage -> halves.add(UsageHalf.of(usage, halves.size()));
                case RequestClosed request -> closed.add(request);
                case UsageCorrected correction -> corrected.add(correction);
            }
        }
        return database.inTransaction(session -> attempts.keepUsage(session, halves)
                .chain(whole -> attempts.addUp(session, whole))
                .chain(() -> requests.closed(session, closed))
                .chain(() -> corrections.keep(session, corrected))
                .chain(() -> providers.keep(session, events)));
    }
}
