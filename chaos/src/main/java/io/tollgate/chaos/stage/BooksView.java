package io.tollgate.chaos.stage;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads the ledger's own tables, so that no service's word is taken for what is booked. */
public final class BooksView {

    /**
     * A charge as booked; amounts in nano-dollars.
     *
     * @param attempt id of the attempt
     * @param completionTokens output tokens of its usage
     */
    public record Charge(
            UUID attempt,
            String request,
            String account,
            String outcome,
            long cost,
            long fee,
            long charge,
            long absorbed,
            long completionTokens) {}

    /** A hold as booked; amounts in nano-dollars. */
    public record Hold(String request, String account, long amount, long charged, String state, String outcome) {}

    private final Supplier<String> url;

    BooksView(Supplier<String> url) {
        this.url = url;
    }

    /** Charges of some accounts by request. */
    public Map<String, List<Charge>> charges(Collection<String> accounts) {
        Map<String, List<Charge>> found = new HashMap<>();
        each(
                """
                select attempt_id, request_id, account, outcome, cost, fee, charge, absorbed,
                       coalesce(cast(usage_event -> 'usage' ->> 'completionTokens' as bigint), 0)
                  from ledger.charge where account = any (?)
                """,
                accounts,
                row -> found.computeIfAbsent(row.getString(2), key -> new ArrayList<>())
                        .add(new Charge(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7),
                                row.getLong(8),
                                row.getLong(9))));
        return found;
    }

    /** Holds of some accounts by request. */
    public Map<String, Hold> holds(Collection<String> accounts) {
        Map<String, Hold> found = new HashMap<>();
        each(
                """
                select request_id, account, amount, charged, state, coalesce(outcome, '')
                  from ledger.hold where account = any (?)
                """,
                accounts,
                row -> found.put(
                        row.getString(1),
                        new Hold(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getString(5),
                                row.getString(6))));
        return found;
    }

    /** Balances of some accounts, in nano-dollars. */
    public Map<String, Long> balances(Collection<String> accounts) {
        Map<String, Long> found = new HashMap<>();
        each(
                "select substr(id, 10), balance from ledger.ledger_account where substr(id, 10) = any (?) and kind = 'CUSTOMER'",
                accounts,
                row -> found.put(row.getString(1), row.getLong(2)));
        return found;
    }

    /** What is still on its way: open holds, what Redis was not told, what the outbox has. Words for people; empty if nothing is. */
    public String unfinished() {
        long open = count("select count(*) from ledger.hold where state = 'OPEN'");
        long pushes = count("select count(*) from ledger.balance_push")
                + count("select count(*) from ledger.hold where state = 'RELEASED' and not pushed");
        long outbox = count("select count(*) from ledger.outbox");
        return open + pushes + outbox == 0
                ? ""
                : open + " open holds, " + pushes + " changes unknown to Redis, " + outbox + " in the outbox";
    }

    /** Statements that contradicted what was booked, so far. */
    public long conflicts() {
        return count("select count(*) from ledger.usage_conflict");
    }

    /** Events that could be read and not booked, so far. */
    public long quarantined() {
        return count("select count(*) from ledger.quarantine");
    }

    /** All balances and the number of postings, as one text that changes when any of them does. */
    public String fingerprint() {
        List<String> found = new ArrayList<>();
        String query = "select md5(string_agg(id || '=' || balance, ',' order by id)) || ' '"
                + " || (select count(*) from ledger.posting) from ledger.ledger_account where cast(? as text[]) is not null";
        each(query, List.of(), row -> found.add(row.getString(1)));
        return found.getFirst();
    }

    /** Makes the database begin a new file of its log; does nothing if it cannot even try. */
    public void demandRoom() {
        try {
            count("select count(*) from pg_switch_wal()");
        } catch (IllegalStateException ignored) {
            // it is down already, or refuses: either is what was wanted
        }
    }

    /** The only number that a query gives. */
    public long count(String query) {
        try (Connection connection = DriverManager.getConnection(url.get());
                PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot read the books", failed);
        }
    }

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String query, Collection<String> names, RowReader reader) {
        try (Connection connection = DriverManager.getConnection(url.get());
                PreparedStatement statement = connection.prepareStatement(query)) {
            Array array = connection.createArrayOf("text", names.toArray());
            statement.setArray(1, array);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot read the books", failed);
        }
    }
}
