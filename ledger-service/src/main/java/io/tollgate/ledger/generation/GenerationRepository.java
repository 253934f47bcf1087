package io.tollgate.ledger.generation;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.charge.ChargeRepository;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads what was booked for a request, for its own account only. */
@ApplicationScoped
class GenerationRepository {

    /** The booked attempts of a closed request in their order, with what counts after corrections; empty if it is not closed, unknown, or somebody else's. */
    Uni<List<BookedAttempt>> attempts(Mutiny.StatelessSession session, String account, String requestId) {
        return Sql.rows(session, """
                        select c.attempt, c.usage_event, v.prices, coalesce(l.cost, c.cost) as cost,
                            coalesce(l.billed_cost, c.billed_cost) as billed_cost, coalesce(l.fee, c.fee) as fee,
                            coalesce(l.charge, c.charge) as charge, coalesce(l.absorbed, c.absorbed) as absorbed, c.month
                        from ledger.charge c
                        left join lateral (select * from ledger.charge_correction x
                            where x.attempt_id = c.attempt_id order by x.number desc limit 1) l on true
                        join ledger.hold h on h.request_id = c.request_id and h.state = 'RELEASED'
                        join ledger.price_version v on v.id = c.price_version
                        where c.request_id = ?1 and c.account = ?2 order by c.attempt""", requestId, account)
                .map(rows -> rows.stream().map(GenerationRepository::attempt).toList());
    }

    private static BookedAttempt attempt(Row row) {
        return new BookedAttempt(
                ChargeRepository.event(row.json("usage_event"), row.json("prices")),
                ChargeRepository.rating(row),
                row.text("month"));
    }

    /** Sum of what attempts were charged. */
    static NanoUsd charged(List<BookedAttempt> attempts) {
        return attempts.stream().map(each -> each.rating().charge()).reduce(NanoUsd.ZERO, NanoUsd::plus);
    }
}
