package io.tollgate.ledger.voucher;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.postgres.Row;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Stores batches of vouchers, and how often accounts tried codes. A voucher ends once, which the database enforces. */
@ApplicationScoped
class VoucherRepository {

    private static final String BATCHES = """
            select b.id, b.name, b.label, b.amount, b.count, b.expires_at, b.created_at,
                count(*) filter (where v.state = 'OPEN') as open,
                count(*) filter (where v.state = 'REDEEMED') as redeemed,
                count(*) filter (where v.state = 'WITHDRAWN') as withdrawn
            from ledger.voucher_batch b join ledger.voucher v on v.batch = b.id""";
    private static final String VOUCHERS = """
            select v.hash, v.batch, v.number, v.label, v.state, v.account, v.transaction_id, v.ended_at, b.amount,
                coalesce(b.expires_at <= now(), false) as expired
            from ledger.voucher v join ledger.voucher_batch b on b.id = v.batch""";

    /** A code to store, by its hash. */
    record NewVoucher(String hash, int number, String label) {}

    /** Stores a batch unless its name is taken; says whether it did. */
    Uni<Boolean> insert(
            Mutiny.StatelessSession session, UUID id, Batch.Terms terms, Instant now, List<NewVoucher> vouchers) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", id);
        row.put("name", terms.name());
        row.put("label", terms.label());
        row.put("amount", terms.amount().value());
        row.put("count", terms.count());
        row.put("expires_at", terms.expiresAt().orElse(null));
        row.put("created_at", now);
        return Sql.run(session, """
                        insert into ledger.voucher_batch (id, name, label, amount, count, expires_at, created_at)
                        select * from jsonb_to_record(cast(cast(?1 as text) as jsonb)) as x(id uuid, name text, label text,
                            amount bigint, count int, expires_at timestamptz, created_at timestamptz)
                        on conflict (name) do nothing""", Sql.json(row))
                .chain(inserted -> inserted == 0
                        ? Uni.createFrom().item(false)
                        : insertVouchers(session, id, vouchers).replaceWith(true));
    }

    private static Uni<Integer> insertVouchers(Mutiny.StatelessSession session, UUID batch, List<NewVoucher> vouchers) {
        return Sql.run(session, """
                        insert into ledger.voucher (hash, batch, number, label, state)
                        select hash, cast(cast(?2 as text) as uuid), number, label, 'OPEN'
                        from jsonb_to_recordset(cast(cast(?1 as text) as jsonb)) as x(hash text, number int, label text)""", Sql.json(vouchers), batch.toString());
    }

    /** A batch by the operator's own id of it, or nothing. */
    Uni<Optional<Batch>> byName(Mutiny.StatelessSession session, String name) {
        return Sql.rows(session, BATCHES + " where b.name = ?1 group by b.id", name)
                .map(rows -> rows.stream().map(VoucherRepository::batch).findFirst());
    }

    /** A page of all batches, newest first. */
    Uni<List<Batch>> page(Mutiny.StatelessSession session, int offset, int limit) {
        return Sql.rows(
                        session,
                        BATCHES + " group by b.id order by b.created_at desc, b.id limit " + limit + " offset "
                                + offset)
                .map(rows -> rows.stream().map(VoucherRepository::batch).toList());
    }

    /** A page of a batch's vouchers in their order. */
    Uni<List<Voucher>> ofBatch(Mutiny.StatelessSession session, UUID batch, int offset, int limit) {
        return Sql.rows(
                        session,
                        VOUCHERS + " where v.batch = cast(cast(?1 as text) as uuid) order by v.number limit " + limit
                                + " offset " + offset,
                        batch.toString())
                .map(rows -> rows.stream().map(VoucherRepository::voucher).toList());
    }

    /** Locks the voucher with a hash until the transaction ends, and reads it. */
    Uni<Optional<Voucher>> lock(Mutiny.StatelessSession session, String hash) {
        return Sql.rows(session, VOUCHERS + " where v.hash = ?1 for update of v", hash)
                .map(rows -> rows.stream().map(VoucherRepository::voucher).findFirst());
    }

    /** Notes who redeemed a voucher that is locked and open. */
    Uni<Void> redeemed(Mutiny.StatelessSession session, String hash, String account, UUID transactionId, Instant at) {
        return Sql.run(
                        session,
                        "update ledger.voucher set state = 'REDEEMED', account = ?2,"
                                + " transaction_id = cast(cast(?3 as text) as uuid),"
                                + " ended_at = cast(cast(?4 as text) as timestamptz) where hash = ?1",
                        hash,
                        account,
                        transactionId.toString(),
                        at.toString())
                .replaceWithVoid();
    }

    /** Withdraws what is open of a batch, and says how many that were. */
    Uni<Integer> withdraw(Mutiny.StatelessSession session, UUID batch) {
        return Sql.run(
                session,
                "update ledger.voucher set state = 'WITHDRAWN', ended_at = now()"
                        + " where batch = cast(cast(?1 as text) as uuid) and state = 'OPEN'",
                batch.toString());
    }

    /** Counts a try of an account in the present minute: {@code attempts} so far, {@code seconds} until the next minute. */
    Uni<Row> countAttempt(Mutiny.StatelessSession session, String account) {
        return Sql.rows(session, """
                        insert into ledger.redemption_attempts as a (account, minute, attempts)
                        values (?1, date_trunc('minute', clock_timestamp()), 1)
                        on conflict (account) do update set
                            attempts = case when a.minute = excluded.minute then a.attempts + 1 else 1 end,
                            minute = excluded.minute
                        returning attempts, cast(60 - floor(extract(second from clock_timestamp())) as int) as seconds""", account).map(List::getFirst);
    }

    private static Batch batch(Row row) {
        return new Batch(
                UUID.fromString(row.text("id")),
                new Batch.Terms(
                        row.text("name"),
                        row.text("label"),
                        row.amount("amount"),
                        (int) row.number("count"),
                        Optional.ofNullable(row.instantOrNull("expires_at"))),
                row.number("open"),
                row.number("redeemed"),
                row.number("withdrawn"),
                row.instant("created_at"));
    }

    private static Voucher voucher(Row row) {
        NanoUsd amount = row.amount("amount");
        return new Voucher(
                row.text("hash"),
                row.text("batch"),
                (int) row.number("number"),
                row.text("label"),
                amount,
                Voucher.State.valueOf(row.text("state")),
                row.flag("expired"),
                row.textOrNull("account"),
                row.textOrNull("transaction_id"),
                row.instantOrNull("ended_at"));
    }
}
