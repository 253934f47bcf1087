package io.tollgate.ledger.hold;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.ledger.posting.BookTime;
import io.tollgate.ledger.posting.BookTimes;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Stores holds; each is released once, which the database enforces. */
@ApplicationScoped
public class HoldRepository {

    /** Locks holds until the transaction ends, in the order of their ids, and reads them. */
    public Uni<Map<String, HoldState>> lock(Mutiny.StatelessSession session, Collection<String> requestIds) {
        return Sql.rows(session, """
                        select request_id, account, key, amount, charged, outcome, attempts from ledger.hold
                        where request_id in (select jsonb_array_elements_text(cast(cast(?1 as text) as jsonb)))
                        order by request_id for update""", Sql.json(requestIds))
                .map(rows -> rows.stream()
                        .map(HoldRepository::state)
                        .collect(Collectors.toMap(HoldState::requestId, Function.identity())));
    }

    /** What an account's open requests may still be charged, as far as the books know of them. */
    public Uni<NanoUsd> held(Mutiny.StatelessSession session, String account) {
        return Sql.rows(session, """
                        select coalesce(sum(amount - charged), 0) as held from ledger.hold
                        where account = ?1 and state = 'OPEN'""", account).map(rows -> rows.getFirst().amount("held"));
    }

    /** Stores what {@code holds.v1} says. A released hold stays released, whatever arrives late. */
    Uni<Void> announce(Mutiny.StatelessSession session, List<HoldNews> news) {
        if (news.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (HoldNews each : news) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("request_id", each.requestId());
            row.put("account", each.account());
            row.put("key", each.key());
            row.put("amount", each.amount().value());
            row.put("limit_window", each.limitWindow());
            row.put("placed_at", each.placedAt());
            row.put("deadline", each.deadline());
            rows.add(row);
        }
        return Sql.run(session, """
                        insert into ledger.hold as h
                            (request_id, account, key, amount, announced, limit_window, state, placed_at, deadline)
                        select request_id, account, key, amount, amount, limit_window, 'OPEN', placed_at, deadline
                        from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(request_id text, account text, key text, amount bigint,
                            limit_window text, placed_at timestamptz, deadline timestamptz)
                        order by request_id
                        on conflict (request_id) do update set
                            amount = greatest(h.amount, excluded.amount),
                            announced = greatest(h.announced, excluded.announced),
                            limit_window = case when h.limit_window = '' then excluded.limit_window else h.limit_window end,
                            placed_at = coalesce(h.placed_at, excluded.placed_at),
                            deadline = coalesce(h.deadline, excluded.deadline)""", Sql.json(rows)).replaceWithVoid();
    }

    /** Stores holds after charges and releases; the holds must be locked, or not exist yet. */
    public Uni<Void> store(Mutiny.StatelessSession session, List<HoldChange> changes, BookTimes times) {
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (HoldChange change : changes) {
            HoldState hold = change.hold();
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("request_id", hold.requestId());
            row.put("account", hold.account());
            row.put("key", hold.key());
            row.put("amount", hold.amount().value());
            row.put("charged", hold.charged().value());
            row.put("outcome", hold.outcome());
            row.put("attempts", hold.attempts());
            row.put("error_type", change.errorType());
            row.put("closed_at", change.closedAt());
            if (hold.released()) {
                BookTime time = times.of(change.closedAt());
                row.put("month", time.month());
                row.put("released_at", time.at());
            }
            rows.add(row);
        }
        return Sql.run(
                        session,
                        "insert into ledger.hold as h (request_id, account, key, amount, charged, state, outcome, attempts,"
                                + " error_type, closed_at, month, released_at)"
                                + " select request_id, account, key, amount, charged,"
                                + " case when outcome is null then 'OPEN' else 'RELEASED' end, outcome, attempts,"
                                + " error_type, closed_at, month, released_at"
                                + " from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(request_id text, account text, key text,"
                                + " amount bigint, charged bigint, outcome text, attempts int, error_type text,"
                                + " closed_at timestamptz, month text, released_at timestamptz) order by request_id"
                                + " on conflict (request_id) do update set"
                                + " amount = greatest(h.amount, excluded.amount), charged = excluded.charged,"
                                + " state = excluded.state, outcome = excluded.outcome, attempts = excluded.attempts,"
                                + " error_type = excluded.error_type, closed_at = excluded.closed_at,"
                                + " month = excluded.month, released_at = excluded.released_at",
                        Sql.json(rows))
                .replaceWithVoid();
    }

    private static HoldState state(Row row) {
        String outcome = row.textOrNull("outcome");
        Long attempts = row.numberOrNull("attempts");
        return new HoldState(
                row.text("request_id"),
                row.text("account"),
                row.text("key"),
                row.amount("amount"),
                row.amount("charged"),
                outcome == null ? null : Outcome.valueOf(outcome),
                attempts == null ? null : attempts.intValue());
    }
}
