package io.tollgate.ledger.audit;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.charge.ChargeRepository;
import io.tollgate.ledger.store.Books;
import io.tollgate.ledger.store.Row;
import io.tollgate.ledger.store.Sql;
import io.tollgate.pricing.Rater;
import io.tollgate.pricing.UnpricedUsageException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/** Computes charges again from their usage, prices and hold (invariant 7). */
@ApplicationScoped
class Recomputation {

    private static final int PAGE = 1000;
    private static final UUID FIRST = new UUID(0, 0);

    private final Books books;
    private final int most;

    @Inject
    Recomputation(Books books, LedgerConfig config) {
        this.books = books;
        this.most = config.audit().recompute();
    }

    private record Progress(UUID after, long checked, long broken, String firstBroken) {}

    Uni<Check> run() {
        return pages(new Progress(FIRST, 0, 0, ""))
                .map(end -> new Check(
                        "7",
                        "recomputing a charge gives the same amount",
                        end.broken(),
                        end.checked(),
                        end.firstBroken().isEmpty() ? "" : "first: " + end.firstBroken()));
    }

    private Uni<Progress> pages(Progress soFar) {
        return books.inTransaction(
                        session -> Sql.rows(session, """
                        select c.attempt_id, c.usage_event, v.prices, c.cost, c.billed_cost, c.fee, c.charge, c.absorbed
                        from ledger.charge c join ledger.price_version v on v.id = c.price_version
                        where c.attempt_id > cast(cast(?1 as text) as uuid) order by c.attempt_id limit ?2""", soFar.after().toString(), PAGE))
                .chain(rows -> {
                    Progress next = check(soFar, rows);
                    return rows.size() < PAGE || next.checked() >= most
                            ? Uni.createFrom().item(next)
                            : pages(next);
                });
    }

    private static Progress check(Progress soFar, List<Row> rows) {
        Progress progress = soFar;
        for (Row row : rows) {
            UUID attempt = UUID.fromString(row.text("attempt_id"));
            boolean right = isRight(row);
            progress = new Progress(
                    attempt,
                    progress.checked() + 1,
                    progress.broken() + (right ? 0 : 1),
                    right || !progress.firstBroken().isEmpty() ? progress.firstBroken() : attempt.toString());
        }
        return progress;
    }

    private static boolean isRight(Row row) {
        UsageRecorded usage = ChargeRepository.event(row.json("usage_event"), row.json("prices"));
        try {
            Rating again = Rater.rate(
                    usage.usage(),
                    usage.prices(),
                    usage.feeBasisPoints(),
                    usage.hold(),
                    usage.billedBefore(),
                    usage.outcome());
            return again.equals(ChargeRepository.rating(row));
        } catch (UnpricedUsageException | IllegalArgumentException | ArithmeticException unratable) {
            return false;
        }
    }
}
