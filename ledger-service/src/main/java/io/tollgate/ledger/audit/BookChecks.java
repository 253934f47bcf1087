package io.tollgate.ledger.audit;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/** The checks that one query answers. Each counts what is {@code broken} and what was {@code checked}. */
@ApplicationScoped
class BookChecks {

    /** @param query may ask for a grace, its first parameter */
    record Question(String id, String name, String query) {}

    private static final List<Question> QUESTIONS = List.of(
            new Question("1a", "postings of every transaction sum to zero", """
                    select count(*) filter (where total <> 0) as broken, count(*) as checked
                    from (select sum(amount) as total from ledger.posting group by transaction_id) t"""),
            new Question("1b", "every balance is the sum of its postings", """
                    select count(*) filter (where l.balance <> coalesce(p.total, 0)) as broken, count(*) as checked
                    from ledger.ledger_account l left join
                        (select ledger_account, sum(amount) as total from ledger.posting group by 1) p
                        on p.ledger_account = l.id"""),
            new Question("1c", "all balances sum to zero", """
                    select case when coalesce(sum(balance), 0) = 0 then 0 else 1 end as broken, count(*) as checked
                    from ledger.ledger_account"""),
            new Question("2a", "each charge has its postings and no others", """
                    select count(*) filter (where c.attempt_id is null or coalesce(p.customer, 0) <> c.excess - c.charge
                            or coalesce(p.payable, 0) <> c.cost or coalesce(p.fee, 0) <> c.fee
                            or coalesce(p.house, 0) <> -(c.absorbed + c.excess)) as broken, count(*) as checked
                    from (select id from ledger.ledger_transaction where kind = 'CHARGE') t
                    full join ledger.charge c on c.attempt_id = t.id
                    left join (select transaction_id,
                            sum(amount) filter (where ledger_account like 'customer:%') as customer,
                            sum(amount) filter (where ledger_account like 'payable:%') as payable,
                            sum(amount) filter (where ledger_account = 'revenue:fee') as fee,
                            sum(amount) filter (where ledger_account = 'house:loss') as house
                        from ledger.posting group by transaction_id) p on p.transaction_id = t.id"""),
            new Question("2b", "no number of a request's attempts is charged twice", """
                    select count(*) filter (where n > 1) as broken, count(*) as checked
                    from (select count(*) as n from ledger.charge group by request_id, attempt) c"""),
            new Question("2c", "each correction of a charge has its postings and no others", """
                    select count(*) filter (where c.id is null or t.corrects <> c.attempt_id
                            or coalesce(p.customer, 0) <> -c.charge_change or coalesce(p.payable, 0) <> c.cost_change
                            or coalesce(p.fee, 0) <> c.fee_change or coalesce(p.house, 0) <> -c.absorbed_change) as broken,
                        count(*) as checked
                    from (select id, corrects from ledger.ledger_transaction where kind = 'CORRECTION') t
                    full join ledger.charge_correction c on c.id = t.id
                    left join (select transaction_id,
                            sum(amount) filter (where ledger_account like 'customer:%') as customer,
                            sum(amount) filter (where ledger_account like 'payable:%') as payable,
                            sum(amount) filter (where ledger_account = 'revenue:fee') as fee,
                            sum(amount) filter (where ledger_account = 'house:loss') as house
                        from ledger.posting group by transaction_id) p on p.transaction_id = t.id"""),
            new Question("3a", "no account is below zero, nothing was charged beyond its credit", """
                    select count(*) filter (where l.balance < 0)
                            + (select count(*) from ledger.charge where excess > 0) as broken, count(*) as checked
                    from ledger.ledger_account l where l.kind = 'CUSTOMER'"""),
            new Question("3b", "open holds never exceed their account's credit", """
                    select count(*) filter (where coalesce(h.held, 0) > l.balance) as broken, count(*) as checked
                    from ledger.ledger_account l left join
                        (select account, sum(amount - charged) as held from ledger.hold where state = 'OPEN' group by 1) h
                        on l.id = 'customer:' || h.account
                    where l.kind = 'CUSTOMER'"""),
            new Question("3c", "charges of a request never exceed its hold", """
                    select count(*) filter (where c.total > h.amount or c.total <> h.charged or h.request_id is null) as broken,
                        count(*) as checked
                    from (select request_id, sum(charge) as total from ledger.charge group by 1) c
                    left join ledger.hold h on h.request_id = c.request_id"""),
            new Question("3e", "what a request is charged after corrections never exceeds its hold", """
                    select count(*) filter (where h.charged + c.total > h.amount or h.charged + c.total < 0) as broken,
                        count(*) as checked
                    from (select request_id, sum(charge_change) as total from ledger.charge_correction group by 1) c
                    join ledger.hold h on h.request_id = c.request_id"""),
            new Question("3d", "every hold that was charged was announced in full", """
                    select count(*) filter (where charged > announced) as broken, count(*) as checked
                    from ledger.hold where state = 'RELEASED' and released_at < now() - cast(cast(?1 as text) as interval)"""),
            new Question("4a", "every request is closed once its time is over", """
                    select count(*) filter (where state = 'OPEN'
                            and coalesce(deadline, created_at) < now() - cast(cast(?1 as text) as interval)) as broken, count(*) as checked
                    from ledger.hold"""),
            new Question("4b", "Redis knows of every release", """
                    select count(*) filter (where since < now() - cast(cast(?1 as text) as interval)) as broken,
                        (select count(*) from ledger.ledger_account where kind = 'CUSTOMER') as checked
                    from ledger.balance_push"""),
            new Question("6a", "each fee is its rate of the cost, to the nano-dollar", """
                    select count(*) filter (where fee <> div(cast(billed_cost as numeric) * fee_basis_points, 10000)
                            or charge <> billed_cost + fee) as broken, count(*) as checked
                    from ledger.charge"""),
            new Question("6b", "fees posted in each month are the fees of its charges and corrections", """
                    select count(*) filter (where coalesce(p.fee, 0) <> coalesce(c.fee, 0)
                            or coalesce(p.cost, 0) <> coalesce(c.cost, 0)) as broken, count(*) as checked
                    from (select month, sum(amount) filter (where ledger_account = 'revenue:fee') as fee,
                            sum(amount) filter (where ledger_account like 'payable:%') as cost
                        from ledger.posting group by month) p
                    full join (select month, sum(fee) as fee, sum(cost) as cost
                        from (select month, fee, cost from ledger.charge
                            union all select month, fee_change, cost_change from ledger.charge_correction) b
                        group by month) c on c.month = p.month"""),
            new Question("8a", "every request that ended cleanly has its charge", """
                    select count(*) filter (where not exists
                            (select 1 from ledger.charge c where c.request_id = h.request_id)) as broken, count(*) as checked
                    from ledger.hold h where h.state = 'RELEASED'
                        and h.outcome in ('COMPLETED', 'CANCELLED', 'BUDGET_EXHAUSTED') and h.attempts > 0"""),
            new Question("8b", "an answer that failed cost nothing", """
                    select count(*) filter (where charge > 0) as broken, count(*) as checked
                    from ledger.charge where outcome not in ('COMPLETED', 'CANCELLED', 'BUDGET_EXHAUSTED')"""),
            new Question("outbox", "nothing that was committed waits to be announced", """
                    select count(*) filter (where created_at < now() - cast(cast(?1 as text) as interval)) as broken, count(*) as checked
                    from ledger.outbox"""),
            new Question("quarantine", "nothing waits in quarantine", """
                    select count(*) filter (where resolved_at is null) as broken, count(*) as checked
                    from ledger.quarantine"""),
            new Question("conflicts", "what contradicts booked usage is not what is booked", """
                    select count(*) filter (where e.event -> 'rating' is not null
                            and (c.attempt_id is null or c.usage_event = e.event - 'prices')) as broken, count(*) as checked
                    from ledger.usage_conflict e
                    left join ledger.charge c on cast(c.attempt_id as text) = e.event_id"""));

    private static final List<Question> ALL =
            Stream.concat(QUESTIONS.stream(), MoneyChecks.QUESTIONS.stream()).toList();

    private final Database database;
    private final LedgerConfig config;

    @Inject
    BookChecks(Database database, LedgerConfig config) {
        this.database = database;
        this.config = config;
    }

    /** Asks all questions, one after the other. */
    Uni<List<Check>> run() {
        return Multi.createFrom()
                .iterable(ALL)
                .onItem()
                .transformToUniAndConcatenate(question -> database.inTransaction(session -> ask(session, question)))
                .collect()
                .asList();
    }

    private Uni<Check> ask(Mutiny.StatelessSession session, Question question) {
        Object[] parameters = question.query().contains("?1") ? new Object[] {grace(question)} : new Object[0];
        return Sql.rows(session, question.query(), parameters)
                .map(List::getFirst)
                .map(row -> new Check(question.id(), question.name(), row.number("broken"), row.number("checked"), ""));
    }

    private String grace(Question question) {
        return (switch (question.id()) {
                    case "outbox" -> config.outbox().stuckAfter();
                    case MoneyChecks.UNASSIGNED -> config.payments().unassignedAlarm();
                    case MoneyChecks.CORRECTIONS -> config.corrections().stuckAfter();
                    default -> config.audit().grace();
                })
                .toString();
    }
}
