package io.tollgate.ledger.hold;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.tollgate.contracts.hold.HoldEvent;
import io.tollgate.ledger.account.AccountRepository;
import io.tollgate.ledger.progress.LogEntry;
import io.tollgate.ledger.progress.LogPosition;
import io.tollgate.ledger.progress.LogReading;
import io.tollgate.ledger.progress.ProgressRepository;
import io.tollgate.ledger.quarantine.QuarantineRepository;
import io.tollgate.ledger.quarantine.RefusedEvents;
import io.tollgate.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Records {@code holds.v1}.
 *
 * <p>Guarantee: at least once; offsets are committed after the database has committed.
 *
 * <p>Idempotency: one row a request, amounts only grow, and a hold that was released before its placing arrived stays released.
 *
 * <p>On failure: the database is tried again for ever; an unreadable record goes to the dead letters; a hold that cannot be recorded is
 * quarantined.
 */
@ApplicationScoped
class HoldsConsumer implements LogReading.Booking<HoldEvent> {

    private final LogReading log;
    private final Database database;
    private final AccountRepository accounts;
    private final HoldRepository holds;
    private final QuarantineRepository quarantine;
    private final ProgressRepository progress;
    private final RefusedEvents refused;

    @Inject
    HoldsConsumer(
            LogReading log,
            Database database,
            AccountRepository accounts,
            HoldRepository holds,
            QuarantineRepository quarantine,
            ProgressRepository progress,
            RefusedEvents refused) {
        this.log = log;
        this.database = database;
        this.accounts = accounts;
        this.holds = holds;
        this.quarantine = quarantine;
        this.progress = progress;
        this.refused = refused;
    }

    @Incoming("holds")
    Uni<Void> consume(KafkaRecordBatch<String, byte[]> batch) {
        return log.read(batch, HoldEvent.class, this)
                .chain(() -> Uni.createFrom().completionStage(batch::ack));
    }

    @Override
    public Uni<?> book(List<LogEntry<HoldEvent>> entries, List<LogPosition> positions) {
        return database.inTransaction(session -> decide(session, entries)
                        .call(decision -> holds.announce(session, decision.news()))
                        .call(decision -> quarantine.quarantine(session, decision.quarantined()))
                        .call(() -> progress.advance(session, positions)))
                .invoke(decision -> decision.quarantined().forEach(refused::alarm));
    }

    @Override
    public Uni<?> setApart(LogEntry<HoldEvent> entry, Throwable refusal) {
        return refused.keep(entry, refusal);
    }

    private Uni<HoldRules.Decision> decide(Mutiny.StatelessSession session, List<LogEntry<HoldEvent>> entries) {
        Set<String> named = new TreeSet<>();
        Set<String> requests = new TreeSet<>();
        for (LogEntry<HoldEvent> entry : entries) {
            named.add(entry.event().account());
            requests.add(entry.event().requestId());
        }
        return accounts.known(session, named)
                .chain(known ->
                        holds.lock(session, requests).map(held -> HoldRules.decide(entries, known, holders(held))));
    }

    private static Map<String, String> holders(Map<String, HoldState> held) {
        return held.values().stream().collect(Collectors.toMap(HoldState::requestId, HoldState::account));
    }
}
