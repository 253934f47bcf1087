package io.tollgate.ledger.posting;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes postings and balances; nothing else does. Locks are taken in one order: customers by name, then the house's own
 * accounts by name as the postings are carried, so that several instances cannot wait for each other in a circle.
 */
@ApplicationScoped
public class PostingRepository {

    /** Month in which the transaction that runs books: never a closed one. Asked once a statement, the same in the whole transaction. */
    public static final String MONTH_NOW = "(select ledger.booking_month())";

    private static final Set<LedgerAccount.Kind> OPENED_BY_USE =
            Set.of(LedgerAccount.Kind.PAYABLE, LedgerAccount.Kind.SOURCE);

    /** When the running transaction books. */
    public Uni<BookTime> now(Mutiny.StatelessSession session) {
        return Sql.rows(session, "select now() as at, " + MONTH_NOW + " as month")
                .map(rows -> new BookTime(
                        rows.getFirst().instant("at"), rows.getFirst().text("month")));
    }

    /** Opens the books of a new account. */
    public Uni<Void> open(Mutiny.StatelessSession session, Collection<LedgerAccount> ledgerAccounts) {
        SortedSet<LedgerAccount> sorted = new TreeSet<>(ledgerAccounts);
        List<Map<String, String>> rows = sorted.stream()
                .map(each -> Map.of("id", each.id(), "kind", each.kind().name()))
                .toList();
        return Sql.run(session, """
                        insert into ledger.ledger_account (id, kind)
                        select id, kind from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(id text, kind text)
                        on conflict (id) do nothing""", Sql.json(rows)).replaceWithVoid();
    }

    /**
     * Locks the credit of accounts until the transaction ends, and reads it.
     *
     * @return what each account has; an account without books is missing
     */
    public Uni<Map<String, NanoUsd>> lockCredit(Mutiny.StatelessSession session, Collection<String> accounts) {
        Map<String, String> accountOf = accountsByBook(accounts);
        return Sql.rows(session, """
                        select id, balance from ledger.ledger_account
                        where id in (select jsonb_array_elements_text(cast(cast(?1 as text) as jsonb))) order by id for no key update""", Sql.json(accountOf.keySet()))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> accountOf.getOrDefault(row.text("id"), row.text("id")),
                                row -> row.amount("balance"))));
    }

    /** Posts transactions and carries them into the balances, in the month that is open. */
    public Uni<Void> post(Mutiny.StatelessSession session, List<Transaction> transactions) {
        return post(session, transactions, Map.of());
    }

    /**
     * Posts transactions and carries them into the balances.
     *
     * @param times when each is booked, by its id; one that is missing is booked by the database's clock
     */
    public Uni<Void> post(Mutiny.StatelessSession session, List<Transaction> transactions, Map<UUID, BookTime> times) {
        if (transactions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<LedgerAccount> opening = transactions.stream()
                .flatMap(transaction -> transaction.postings().stream())
                .map(Posting::ledgerAccount)
                .filter(each -> OPENED_BY_USE.contains(each.kind()))
                .distinct()
                .toList();
        Uni<Void> opened = opening.isEmpty() ? Uni.createFrom().voidItem() : open(session, opening);
        return opened.chain(() -> insertTransactions(session, transactions, times))
                .chain(() -> insertPostings(session, transactions, times))
                .replaceWithVoid();
    }

    /** Notes that the state of accounts changed; returns each one's new sequence number. */
    public Uni<Map<String, Long>> touch(Mutiny.StatelessSession session, Collection<String> accounts) {
        Map<String, String> accountOf = accountsByBook(accounts);
        return Sql.rows(session, """
                        update ledger.ledger_account set seq = seq + 1
                        where id in (select jsonb_array_elements_text(cast(cast(?1 as text) as jsonb))) returning id, seq""", Sql.json(accountOf.keySet()))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> accountOf.getOrDefault(row.text("id"), row.text("id")),
                                row -> row.number("seq"))));
    }

    /** What an account has. */
    public Uni<NanoUsd> credit(Mutiny.StatelessSession session, String account) {
        return credits(session, List.of(account)).map(credits -> credits.getOrDefault(account, NanoUsd.ZERO));
    }

    /** What accounts have; one without books is missing. */
    public Uni<Map<String, NanoUsd>> credits(Mutiny.StatelessSession session, Collection<String> accounts) {
        Map<String, String> accountOf = accountsByBook(accounts);
        return Sql.rows(session, """
                        select id, balance from ledger.ledger_account
                        where id in (select jsonb_array_elements_text(cast(cast(?1 as text) as jsonb)))""", Sql.json(accountOf.keySet()))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> accountOf.getOrDefault(row.text("id"), row.text("id")),
                                row -> row.amount("balance"))));
    }

    /** What an account was ever given, less what was taken back, whatever became of the rest. */
    public Uni<NanoUsd> given(Mutiny.StatelessSession session, String account) {
        return Sql.rows(session, """
                        select coalesce(sum(p.amount), 0) as given
                        from ledger.ledger_transaction t join ledger.posting p on p.transaction_id = t.id
                        where t.account = ?1 and t.kind not in ('CHARGE', 'CORRECTION') and p.ledger_account = ?2""", account, LedgerAccount.customer(account).id())
                .map(rows -> rows.getFirst().amount("given"));
    }

    /** What was booked under a giver's id, with what it did to the customer's credit, or null. */
    public Uni<@Nullable Row> external(Mutiny.StatelessSession session, String externalId) {
        return Sql.rows(session, """
                        select t.id, t.account, t.booked_at, t.month, t.corrects, t.reason, p.amount
                        from ledger.ledger_transaction t
                        join ledger.posting p on p.transaction_id = t.id and p.ledger_account = 'customer:' || t.account
                        where t.external_id = ?1""", externalId).map(rows -> rows.isEmpty() ? null : rows.getFirst());
    }

    /** Whether a transaction concerns an account. */
    public Uni<Boolean> isOf(Mutiny.StatelessSession session, UUID transactionId, String account) {
        return Sql.rows(
                        session,
                        "select exists(select 1 from ledger.ledger_transaction"
                                + " where id = cast(cast(?1 as text) as uuid) and account = ?2) as own",
                        transactionId.toString(),
                        account)
                .map(rows -> rows.getFirst().flag("own"));
    }

    private static Map<String, String> accountsByBook(Collection<String> accounts) {
        return accounts.stream()
                .distinct()
                .collect(Collectors.toMap(
                        account -> LedgerAccount.customer(account).id(), account -> account));
    }

    private static Uni<Integer> insertTransactions(
            Mutiny.StatelessSession session, List<Transaction> transactions, Map<UUID, BookTime> times) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Transaction transaction : transactions) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("id", transaction.id());
            row.put("kind", transaction.kind());
            row.put("account", transaction.account());
            row.put("external_id", transaction.externalId());
            row.put("corrects", transaction.corrects());
            row.put("reason", transaction.reason());
            BookTime time = times.get(transaction.id());
            if (time != null) {
                row.put("month", time.month());
                row.put("booked_at", time.at());
            }
            rows.add(row);
        }
        return Sql.run(
                session,
                "insert into ledger.ledger_transaction (id, kind, account, external_id, corrects, reason, month, booked_at)"
                        + " select id, kind, account, external_id, corrects, reason,"
                        + " coalesce(month, " + MONTH_NOW + "), coalesce(booked_at, now())"
                        + " from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(id uuid, kind text, account text,"
                        + " external_id text, corrects uuid, reason text, month text, booked_at timestamptz)",
                Sql.json(rows));
    }

    private static Uni<Integer> insertPostings(
            Mutiny.StatelessSession session, List<Transaction> transactions, Map<UUID, BookTime> times) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Transaction transaction : transactions) {
            BookTime time = times.get(transaction.id());
            int line = 0;
            for (Posting posting : transaction.postings()) {
                Map<String, Object> row = new HashMap<>();
                row.put("transaction_id", transaction.id());
                row.put("line", line);
                row.put("ledger_account", posting.ledgerAccount().id());
                row.put("amount", posting.amount().value());
                if (time != null) {
                    row.put("month", time.month());
                }
                rows.add(row);
                line++;
            }
        }
        if (rows.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return Sql.run(
                session,
                "insert into ledger.posting (transaction_id, line, ledger_account, amount, month)"
                        + " select transaction_id, line, ledger_account, amount, coalesce(month, " + MONTH_NOW + ")"
                        + " from jsonb_to_recordset(cast(cast(?1 as text) as jsonb))"
                        + " as x(transaction_id uuid, line smallint, ledger_account text, amount bigint, month text)",
                Sql.json(rows));
    }
}
