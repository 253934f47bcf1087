package io.tollgate.ledger.charge;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.tollgate.contracts.usage.UsageEvent;
import io.tollgate.crash.CrashPoint;
import io.tollgate.ledger.balance.BalancePusher;
import io.tollgate.ledger.progress.LogEntry;
import io.tollgate.ledger.progress.LogPosition;
import io.tollgate.ledger.progress.LogReading;
import io.tollgate.ledger.quarantine.Quarantined;
import io.tollgate.ledger.quarantine.RefusedEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Books {@code usage.events.v1}.
 *
 * <p>Guarantee: at least once; offsets are committed after the database has committed.
 *
 * <p>Idempotency: a charge is inserted once for each attempt id and a hold released once for each request id, in the transaction that
 * posts; whatever arrives again changes nothing, and what contradicts the first is kept as a conflict.
 *
 * <p>On failure: the database is tried again for ever; an unreadable record goes to the dead letters; an event that cannot be booked is
 * quarantined and raises {@code tollgate_ledger_quarantined_total}.
 */
@ApplicationScoped
class UsageConsumer implements LogReading.Booking<UsageEvent> {

    private static final Logger LOG = Logger.getLogger(UsageConsumer.class);

    private final LogReading log;
    private final ChargeBook book;
    private final RefusedEvents refused;
    private final BalancePusher balances;
    private final MeterRegistry meters;

    @Inject
    UsageConsumer(
            LogReading log, ChargeBook book, RefusedEvents refused, BalancePusher balances, MeterRegistry meters) {
        this.log = log;
        this.book = book;
        this.refused = refused;
        this.balances = balances;
        this.meters = meters;
    }

    @Incoming("usage")
    Uni<Void> consume(KafkaRecordBatch<String, byte[]> batch) {
        return log.read(batch, UsageEvent.class, this)
                .invoke(CrashPoint.LEDGER_AFTER_COMMIT::reached)
                .chain(() -> Uni.createFrom().completionStage(batch::ack));
    }

    @Override
    public Uni<?> book(List<LogEntry<UsageEvent>> entries, List<LogPosition> positions) {
        return book.book(entries, positions).invoke(this::report);
    }

    @Override
    public Uni<?> setApart(LogEntry<UsageEvent> entry, Throwable refusal) {
        return refused.keep(entry, refusal);
    }

    private void report(Decision decision) {
        if (!decision.charges().isEmpty() || !decision.holds().isEmpty()) {
            balances.wake();
        }
        meters.counter("tollgate.ledger.charges").increment(decision.charges().size());
        meters.counter("tollgate.ledger.repeats").increment(decision.repeats());
        meters.counter("tollgate.ledger.conflicts")
                .increment(decision.conflicts().size());
        decision.conflicts()
                .forEach(conflict -> LOG.warnf(
                        "%s contradicts the books: %s", conflict.entry().event().eventId(), conflict.detail()));
        decision.quarantined().forEach(this::alarm);
        decision.charges().stream().filter(charge -> !charge.excess().isZero()).forEach(charge -> {
            meters.counter("tollgate.ledger.excess").increment();
            LOG.errorf(
                    "charge of %s exceeds the credit of %s by %s",
                    charge.usage().attemptId(), charge.usage().account(), charge.excess());
        });
    }

    private void alarm(Quarantined event) {
        refused.alarm(event);
    }
}
