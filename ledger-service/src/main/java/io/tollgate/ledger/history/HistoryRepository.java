package io.tollgate.ledger.history;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.posting.LedgerAccount;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads what was true at an instant. */
@ApplicationScoped
class HistoryRepository {

    /** The account as it was, in columns {@code state} and {@code since}; empty if it was not there yet or is unknown. */
    Uni<List<Row>> account(Mutiny.StatelessSession session, String account, Instant at) {
        return Sql.rows(session, """
                select state, since from ledger.account_history
                where account = ?1 and since <= cast(cast(?2 as text) as timestamptz) order by number desc limit 1""", account, at.toString());
    }

    /** The account's key as it was, in columns {@code state} and {@code since}; empty if it was not there yet or is unknown. */
    Uni<List<Row>> key(Mutiny.StatelessSession session, String account, String hash, Instant at) {
        return Sql.rows(session, """
                select state, since from ledger.api_key_history
                where hash = ?2 and state ->> 'account' = ?1 and since <= cast(cast(?3 as text) as timestamptz)
                order by number desc limit 1""", account, hash, at.toString());
    }

    /** The account's credit after everything that was booked until then. */
    Uni<NanoUsd> balance(Mutiny.StatelessSession session, String account, Instant at) {
        return Sql.rows(
                        session,
                        """
                        select coalesce(sum(p.amount), 0) as balance
                        from ledger.ledger_transaction t join ledger.posting p on p.transaction_id = t.id
                        where t.account = ?1 and t.booked_at <= cast(cast(?2 as text) as timestamptz) and p.ledger_account = ?3""",
                        account,
                        at.toString(),
                        LedgerAccount.customer(account).id())
                .map(rows -> rows.getFirst().amount("balance"));
    }
}
