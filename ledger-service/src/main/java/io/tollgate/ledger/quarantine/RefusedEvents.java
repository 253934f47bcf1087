package io.tollgate.ledger.quarantine;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.progress.LogEntry;
import io.tollgate.ledger.progress.ProgressRepository;
import io.tollgate.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jboss.logging.Logger;

/** Raises the alarm for quarantined events, and keeps those that the database refuses. */
@ApplicationScoped
public class RefusedEvents {

    private static final Logger LOG = Logger.getLogger(RefusedEvents.class);

    private final Database database;
    private final QuarantineRepository quarantine;
    private final ProgressRepository progress;
    private final MeterRegistry meters;

    @Inject
    RefusedEvents(
            Database database, QuarantineRepository quarantine, ProgressRepository progress, MeterRegistry meters) {
        this.database = database;
        this.quarantine = quarantine;
        this.progress = progress;
        this.meters = meters;
    }

    /** Quarantines an entry that the database refuses for its contents. */
    public Uni<Void> keep(LogEntry<?> entry, Throwable refusal) {
        Quarantined event =
                new Quarantined(entry, Quarantined.Reason.REFUSED_BY_DATABASE, String.valueOf(refusal.getMessage()));
        return database.inTransaction(session -> quarantine
                        .quarantine(session, List.of(event))
                        .chain(() -> progress.advance(session, List.of(entry.position()))))
                .invoke(() -> alarm(event));
    }

    /** Makes a quarantined event seen. */
    public void alarm(Quarantined event) {
        meters.counter("tollgate.ledger.quarantined", "reason", event.reason().name())
                .increment();
        LOG.errorf(
                "quarantined %s at %s: %s, %s",
                event.entry().event().eventId(), event.entry().position(), event.reason(), event.detail());
    }
}
