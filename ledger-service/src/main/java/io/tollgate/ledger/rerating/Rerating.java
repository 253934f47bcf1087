package io.tollgate.ledger.rerating;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.rerating.RerateRules.Decision;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Rates a month again, some thousand charges a call.
 *
 * <p>Posting hands each correction on in the transaction that decided it; {@code correction} books it exactly once for its id, which
 * follows from the order's id and the attempt. So a call may be repeated, and the same order again finds nothing to do.
 */
@ApplicationScoped
class Rerating {

    private final Database database;
    private final RerateRepository repository;
    private final int page;

    @Inject
    Rerating(Database database, RerateRepository repository, LedgerConfig config) {
        this.database = database;
        this.repository = repository;
        this.page = config.rerating().page();
    }

    /**
     * What was found out about some charges.
     *
     * @param handedOn corrections that are on their way to be booked because of this call
     * @param next where the next call goes on; absent at the end
     */
    record Looked(Decision decision, int handedOn, @Nullable RerateCursor next) {}

    /** Rates some charges again; posts nothing. */
    Uni<Looked> look(RerateOrder order, RerateCursor after) {
        return database.inTransaction(session -> decide(session, order, after));
    }

    /** Rates some charges again and hands on what must be corrected; refuses prices under which a charge cannot be rated. */
    Uni<Looked> post(RerateOrder order, RerateCursor after) {
        return database.inTransaction(session -> repository
                .note(session, order)
                .invoke(same -> {
                    if (!same) {
                        throw RefusalException.conflict("this id was used for another re-rating", "id");
                    }
                })
                .chain(() -> decide(session, order, after))
                .invoke(looked -> requireRatable(looked.decision()))
                .chain(looked -> repository
                        .handOn(
                                session,
                                order,
                                looked.decision().changed(),
                                plan -> Ids.named(plan.standing().attemptId(), "rerate/" + order.id()))
                        .map(handedOn -> new Looked(looked.decision(), handedOn, looked.next()))));
    }

    private Uni<Looked> decide(Mutiny.StatelessSession session, RerateOrder order, RerateCursor after) {
        return repository
                .page(session, order, after, page)
                .map(found -> new Looked(RerateRules.decide(order, found.candidates()), 0, found.next()));
    }

    private static void requireRatable(Decision decision) {
        if (!decision.unratable().isEmpty()) {
            RerateRules.Unratable first = decision.unratable().getFirst();
            throw RefusalException.badRequest(
                    "attempt " + first.standing().attemptId() + " cannot be rated: " + first.reason(), "prices");
        }
    }

    /** What became of an order's corrections; refuses an unknown order. */
    Uni<Row> progress(String id) {
        return database.once(session -> repository.progress(session, id)).map((List<Row> rows) -> {
            if (rows.isEmpty()) {
                throw RefusalException.notFound("nothing was posted as " + id);
            }
            return rows.getFirst();
        });
    }
}
