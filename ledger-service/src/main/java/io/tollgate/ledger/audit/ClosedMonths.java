package io.tollgate.ledger.audit;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.month.ClosedMonth;
import io.tollgate.ledger.month.MonthRepository;
import io.tollgate.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Adds closed months up again: they hold what they held when they were closed. */
@ApplicationScoped
class ClosedMonths {

    private final Database database;
    private final MonthRepository months;
    private final int most;

    @Inject
    ClosedMonths(Database database, MonthRepository months, LedgerConfig config) {
        this.database = database;
        this.months = months;
        this.most = config.audit().closedMonths();
    }

    Uni<Check> run() {
        return database.inTransaction(session -> months.newest(session, most))
                .chain(closed -> Multi.createFrom()
                        .iterable(closed)
                        .onItem()
                        .transformToUniAndConcatenate(then -> database.inTransaction(session ->
                                months.contents(session, then.month()).map(now -> changed(then, now))))
                        .collect()
                        .asList())
                .map(ClosedMonths::summary);
    }

    private static String changed(ClosedMonth then, ClosedMonth now) {
        return then.equals(now) ? "" : then.month() + ": was " + then + ", is " + now;
    }

    private static Check summary(List<String> findings) {
        List<String> changed =
                findings.stream().filter(finding -> !finding.isEmpty()).toList();
        return new Check(
                "1d",
                "closed months hold what they held when they were closed",
                changed.size(),
                findings.size(),
                changed.isEmpty() ? "" : changed.getFirst());
    }
}
