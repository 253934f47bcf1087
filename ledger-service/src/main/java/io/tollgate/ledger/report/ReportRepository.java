package io.tollgate.ledger.report;

import io.smallrye.mutiny.Uni;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Sums the postings of a month. */
@ApplicationScoped
class ReportRepository {

    /** One row a provider, by name, and one with an empty name for all of them; corrections booked in the month included. */
    Uni<List<Row>> byProvider(Mutiny.StatelessSession session, String month) {
        return Sql.rows(session, """
                select coalesce(c.provider, '') as provider, count(distinct c.id) filter (where c.is_charge) as charges,
                    coalesce(sum(p.amount) filter (where p.ledger_account like 'payable:%'), 0) as cost,
                    coalesce(sum(p.amount) filter (where p.ledger_account = 'revenue:fee'), 0) as fee,
                    coalesce(-sum(p.amount) filter (where p.ledger_account like 'customer:%'), 0) as charge,
                    coalesce(-sum(p.amount) filter (where p.ledger_account = 'house:loss'), 0) as absorbed
                from (select attempt_id as id, provider, month, true as is_charge from ledger.charge where month = ?1
                    union all select id, provider, month, false from ledger.charge_correction where month = ?1) c
                left join ledger.posting p on p.transaction_id = c.id group by grouping sets ((c.provider), ()) order by 1""", month);
    }

    /** The credit that was given in a month, in column {@code granted}. */
    Uni<Row> granted(Mutiny.StatelessSession session, String month) {
        return Sql.rows(session, """
                        select coalesce(-sum(p.amount), 0) as granted from ledger.posting p
                        where p.ledger_account like 'source:%' and p.month = ?1""", month).map(List::getFirst);
    }
}
