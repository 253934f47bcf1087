package io.tollgate.ledger.month;

import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Closes months that are over. First the month is sealed: from that commit on the database refuses every posting in it, so that what is
 * added up afterwards, without a lock, cannot change any more. A close that was interrupted is finished by the next call; one that was
 * done answers what it found then.
 */
@ApplicationScoped
class MonthClose {

    /** A month that is closed now. */
    record Outcome(ClosedMonth month, boolean repeated) {}

    private static final int MONTHS_SHOWN = 1200;

    private final Database database;
    private final MonthRepository months;

    @Inject
    MonthClose(Database database, MonthRepository months) {
        this.database = database;
        this.months = months;
    }

    /** Closes a month; refuses one that is not over, or that has an open month before it. */
    Uni<Outcome> close(String month) {
        return database.inTransaction(session -> months.find(session, month))
                .chain(found ->
                        found.isEmpty() ? closeNow(month) : Uni.createFrom().item(new Outcome(found.getFirst(), true)));
    }

    private Uni<Outcome> closeNow(String month) {
        return database.inTransaction(
                        session -> requireClosable(session, month).chain(() -> months.seal(session, month)))
                .chain(() -> database.inTransaction(session -> months.contents(session, month)
                        .chain(contents -> months.close(session, contents))
                        .chain(() -> months.find(session, month))))
                .map(found -> new Outcome(found.getFirst(), false));
    }

    private Uni<Void> requireClosable(Mutiny.StatelessSession session, String month) {
        return months.isOver(session, month)
                .invoke(over -> {
                    if (!over) {
                        throw RefusalException.conflict(month + " is not over", "month");
                    }
                })
                .chain(() -> months.openBefore(session, month))
                .invoke(open -> {
                    if (open != null) {
                        throw RefusalException.conflict(open + " is open and must be closed first", "month");
                    }
                })
                .replaceWithVoid();
    }

    /** The closed months, newest first. */
    Uni<List<ClosedMonth>> closed() {
        return database.once(session -> months.newest(session, MONTHS_SHOWN));
    }
}
