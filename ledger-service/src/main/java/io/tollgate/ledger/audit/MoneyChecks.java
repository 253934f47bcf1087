package io.tollgate.ledger.audit;

import io.tollgate.ledger.audit.BookChecks.Question;
import java.util.List;

/** The questions about money that came in and went out again, and about corrections. */
final class MoneyChecks {

    /** Payments that belong to nobody may wait for so long. */
    static final String UNASSIGNED = "23b";
    /** Corrections may wait for so long. */
    static final String CORRECTIONS = "corrections";

    static final List<Question> QUESTIONS = List.of(
            new Question("21a", "each payment came in once, with its amount", """
                    select count(*) filter (where p.id is null or t.id is null or coalesce(o.amount, 0) <> -p.amount) as broken,
                        count(*) as checked
                    from ledger.payment p
                    full join (select id from ledger.ledger_transaction where kind = 'PAYMENT' and corrects is null) t
                        on t.id = p.received_in
                    left join ledger.posting o
                        on o.transaction_id = p.received_in and o.ledger_account = 'source:payments:' || p.provider"""),
            new Question("21b", "payments less refunds are what the books have of each payment provider", """
                    select count(*) filter (where coalesce(l.balance, 0) <> -coalesce(p.total, 0)) as broken, count(*) as checked
                    from (select 'source:payments:' || provider as source, sum(amount - refunded) as total
                        from ledger.payment group by provider) p
                    full join (select id, balance from ledger.ledger_account where id like 'source:payments:%') l
                        on l.id = p.source"""),
            new Question("21c", "each refund has its transaction and its payment knows it", """
                    select count(*) filter (where p.refunded <> coalesce(r.total, 0)) as broken,
                        count(*) + (select count(*) from ledger.refund) as checked
                    from ledger.payment p
                    left join (select payment, sum(f.amount) as total from ledger.refund f
                        join ledger.ledger_transaction t on t.id = f.transaction_id and t.kind = 'REFUND'
                        group by payment) r on r.payment = p.id"""),
            new Question("21d", "each voucher was credited once, with its amount", """
                    select count(*) filter (where v.hash is null or t.id is null or o.amount <> b.amount
                            or t.account <> v.account) as broken, count(*) as checked
                    from (select * from ledger.voucher where state = 'REDEEMED') v
                    full join (select id, account from ledger.ledger_transaction where kind = 'VOUCHER') t on t.id = v.transaction_id
                    left join ledger.voucher_batch b on b.id = v.batch
                    left join ledger.posting o on o.transaction_id = t.id and o.ledger_account = 'customer:' || t.account"""),
            new Question("21e", "no id of a grant, adjustment, refund or payment was booked twice", """
                    select count(*) filter (where n > 1) as broken, coalesce(sum(n), 0) as checked
                    from (select count(*) as n from ledger.ledger_transaction
                        where kind not in ('CHARGE', 'CORRECTION') group by kind, external_id) t"""),
            new Question("21f", "no refund waits for a payment that is known", """
                    select count(*) filter (where p.id is not null
                            and e.received_at < now() - cast(cast(?1 as text) as interval)) as broken, count(*) as checked
                    from ledger.payment_event e
                    left join ledger.payment p on p.provider = e.provider and p.payment_id = e.payment_id
                    where e.outcome = 'WAITING'"""),
            new Question("23a", "suspense is the sum of the payments that belong to nobody", """
                    select case when coalesce(p.total, 0) = l.balance then 0 else 1 end as broken, coalesce(p.n, 0) as checked
                    from ledger.ledger_account l,
                        (select sum(amount - refunded) as total, count(*) as n from ledger.payment where account is null) p
                    where l.id = 'suspense:payments'"""),
            new Question(UNASSIGNED, "no payment waits too long for its account", """
                    select count(*) filter (where received_at < now() - cast(cast(?1 as text) as interval)
                            and refunded < amount) as broken, count(*) as checked
                    from ledger.payment where account is null"""),
            new Question(CORRECTIONS, "no stated correction waits too long or could not be booked", """
                    select count(*) filter (where state = 'REFUSED' or (state = 'WAITING'
                            and stated_at < now() - cast(cast(?1 as text) as interval))) as broken, count(*) as checked
                    from ledger.usage_correction"""));

    private MoneyChecks() {}
}
