package io.tollgate.ledger.payable;

import io.smallrye.mutiny.Uni;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Sums the postings of a month by ledger account, all as of one moment. Customers are one account here. */
@ApplicationScoped
class PayableRepository {

    private static final String BOOK =
            "case when p.ledger_account like 'customer:%' then 'customers' else p.ledger_account end";

    /** Index alone: every posting there ever was, by account of the books. */
    private static final String BALANCES = "select " + BOOK + """
             as book, coalesce(sum(p.amount) filter (where p.month < ?1), 0) as opening,
                coalesce(-sum(p.amount) filter (where p.month = ?1 and p.amount < 0), 0) as debit,
                coalesce(sum(p.amount) filter (where p.month = ?1 and p.amount > 0), 0) as credit
            from ledger.posting p where p.month <= ?1 group by 1 order by 1""";

    /** What is not a charge, by kind: few rows, whatever the month. Kinds that nobody thought of here yet are groups of their own. */
    private static final String OTHERS = "select " + BOOK + """
             as book, t.kind, sum(p.amount) as amount
            from ledger.ledger_transaction t join ledger.posting p on p.transaction_id = t.id
            where t.kind <> 'CHARGE' and t.month = ?1 group by 1, 2 order by 1, 2""";

    /** What the house bore of each provider's charges. */
    private static final String LOSSES = """
            select c.provider, -sum(p.amount) as lost
            from ledger.posting p join ledger.charge c on c.attempt_id = p.transaction_id
            where p.ledger_account = 'house:loss' and p.month = ?1 group by 1 order by 1""";

    private final Database database;

    @Inject
    PayableRepository(Database database) {
        this.database = database;
    }

    /** Rows of the three questions above. */
    record Found(List<Row> balances, List<Row> others, List<Row> losses) {}

    Uni<Found> read(String month) {
        return database.inTransaction(session -> Sql.run(session, "set transaction isolation level repeatable read")
                .chain(() -> Sql.rows(session, BALANCES, month))
                .chain(balances -> Sql.rows(session, OTHERS, month)
                        .chain(others ->
                                Sql.rows(session, LOSSES, month).map(losses -> new Found(balances, others, losses)))));
    }
}
