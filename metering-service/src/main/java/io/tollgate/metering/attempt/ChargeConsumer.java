package io.tollgate.metering.attempt;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.tollgate.contracts.ledger.ChargeCorrected;
import io.tollgate.contracts.ledger.ChargePosted;
import io.tollgate.contracts.ledger.CreditGranted;
import io.tollgate.contracts.ledger.CreditWithdrawn;
import io.tollgate.contracts.ledger.HoldReleased;
import io.tollgate.contracts.ledger.LedgerEvent;
import io.tollgate.metering.reading.TopicReading;
import io.tollgate.metering.request.RequestRepository;
import io.tollgate.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes the money, the month and the requests of {@code ledger.events.v1}; credit is not metered.
 *
 * <p>Guarantee: at least once; offsets are committed after the database has committed.
 *
 * <p>Idempotency: an attempt's charge is kept once for its id, a request counted once for its id, a correction added once for its id, in
 * the transaction that adds them to the rollups; a repeat finds them there and changes nothing.
 *
 * <p>On failure: the database is tried again for ever; a record that cannot be read, or that the database refuses, goes to the dead
 * letters.
 */
@ApplicationScoped
class ChargeConsumer {

    private final TopicReading reading;
    private final Database database;
    private final AttemptRepository attempts;
    private final RequestRepository requests;
    private final ChargeCorrectionRepository corrections;

    ChargeConsumer(
            TopicReading reading,
            Database database,
            AttemptRepository attempts,
            RequestRepository requests,
            ChargeCorrectionRepository corrections) {
        this.reading = reading;
        this.database = database;
        this.attempts = attempts;
        this.requests = requests;
        this.corrections = corrections;
    }

    @Incoming("charges")
    Uni<Void> consume(KafkaRecordBatch<String, byte[]> batch) {
        return reading.read(batch, LedgerEvent.class, this::store)
                .chain(() -> Uni.createFrom().completionStage(batch::ack));
    }

    private Uni<Void> store(List<LedgerEvent> events) {
        List<ChargeHalf> halves = new ArrayList<>();
        List<HoldReleased> released = new ArrayList<>();
        List<ChargeCorrected> corrected = new ArrayList<>();
        for (LedgerEvent event : events) {
            switch (event) {
                case ChargePosted charge -> halves.add(ChargeHalf.of(charge, halves.size()));
                case HoldReleased hold -> released.add(hold);
                case CreditGranted ignored -> {}
                case CreditWithdrawn ignored -> {}
                case ChargeCorrected correction -> corrected.add(correction);
            }
        }
        return database.inTransaction(session -> attempts.keepCharges(session, halves)
                .chain(whole -> attempts.addUp(session, whole))
                .chain(() -> requests.released(session, released))
                .chain(() -> corrections.addUp(session, corrected)));
    }
}
