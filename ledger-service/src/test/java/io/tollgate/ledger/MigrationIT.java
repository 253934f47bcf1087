package io.tollgate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.testkit.Migrations;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each migration on an empty database and on what the version before it left, and what the schema refuses. */
class MigrationIT {

    private final Migrations migrations = new Migrations("ledger", "db/migration");

    @Test
    void shouldMigrateFromEachVersionAndKeepWhatIsThere() throws SQLException {
        // When
        migrations.oneByOne(
                "insert into ledger.account (id, name, cell, enabled, version) values ('acme', 'Acme', 'local', true, 1)");
        // Then
        assertThat(migrations.count("ledger.account")).isEqualTo(1);
        assertThat(migrations.count("ledger.ledger_account where kind <> 'CUSTOMER'"))
                .isEqualTo(6);
    }

    @Test
    void shouldRefuseWhatWouldBreakTheBooks() throws SQLException {
        // Given
        migrations.all();
        migrations.run("insert into ledger.ledger_account (id, kind) values ('customer:acme', 'CUSTOMER')");
        String transaction = UUID.randomUUID().toString();
        migrations.run("insert into ledger.ledger_transaction (id, kind, account, month, booked_at) values ('"
                + transaction + "', 'GRANT', 'acme', '2026-11', now())");
        // When, then
        refused("sum to zero", posting(transaction, 0, "customer:acme", 5));
        refused(
                "unknown ledger account",
                posting(transaction, 0, "customer:nobody", 5) + ", ('" + transaction
                        + "', 1, 'source:promo', -5, '2026-11')");
        refused(
                "customer_credit_not_negative",
                posting(transaction, 0, "customer:acme", -5) + ", ('" + transaction
                        + "', 1, 'source:promo', 5, '2026-11')");
        migrations.run(posting(transaction, 0, "customer:acme", 5) + ", ('" + transaction
                + "', 1, 'source:promo', -5, '2026-11')");
        refused("append-only", "update ledger.posting set amount = 6");
        refused("append-only", "delete from ledger.posting");
        refused("append-only", "truncate ledger.posting");
        refused("append-only", "delete from ledger.ledger_transaction");
        assertThat(migrations.count("ledger.ledger_account where balance in (5, -5)"))
                .isEqualTo(2);
    }

    @Test
    void shouldReleaseAHoldOnce() throws SQLException {
        // Given
        migrations.all();
        migrations.run("insert into ledger.hold (request_id, account, key, amount, state, outcome, month, released_at)"
                + " values ('r', 'acme', 'k', 10, 'RELEASED', 'COMPLETED', '2026-11', now())");
        // When, then
        refused("released for good", "update ledger.hold set state = 'OPEN', outcome = null, released_at = null");
        refused("released for good", "update ledger.hold set charged = 3");
        refused("released for good", "update ledger.hold set outcome = 'FAILED'");
        migrations.run("update ledger.hold set pushed = true, amount = 12");
    }

    @Test
    void shouldCountPaymentsAndVouchersOnce() throws SQLException {
        // Given
        migrations.all();
        String id = UUID.randomUUID().toString();
        migrations.run(
                "insert into ledger.account (id, name, cell, enabled, version) values ('acme', 'Acme', 'local', true, 1)");
        migrations.run("insert into ledger.ledger_transaction (id, kind, account, month, booked_at) values ('" + id
                + "', 'PAYMENT', 'acme', '2026-11', now())");
        migrations.run(payment(id, "p"));
        migrations.run("insert into ledger.voucher_batch (id, name, label, amount, count, created_at) values ('" + id
                + "', 'b', 'b', 5, 1, now())");
        String hash = "0".repeat(64);
        migrations.run("insert into ledger.voucher (hash, batch, number, label, state) values ('" + hash + "', '" + id
                + "', 1, 'x', 'OPEN')");
        // When, then
        refused("payment_provider_payment_id_key", payment(UUID.randomUUID().toString(), "p"));
        refused("refunded_within_payment", "update ledger.payment set refunded = 6");
        migrations.run("update ledger.payment set refunded = 5");
        refused("is what it is", "update ledger.payment set refunded = 4");
        refused("is what it is", "update ledger.payment set amount = 6");
        refused("redeemed_by_somebody", "update ledger.voucher set state = 'REDEEMED', ended_at = now()");
        migrations.run("update ledger.voucher set state = 'WITHDRAWN', ended_at = now()");
        refused("has ended", "update ledger.voucher set state = 'OPEN', ended_at = null");
        refused("has ended", "delete from ledger.voucher");
    }

    private static String payment(String id, String paymentId) {
        return "insert into ledger.payment (id, provider, payment_id, event_id, currency, minor_amount, amount, account, received_in,"
                + " credited_in, received_at, credited_at) values ('" + id + "', 'stripe', '" + paymentId
                + "', 'e', 'usd', 5, 5, 'acme', '" + id + "', '" + id + "', now(), now())";
    }

    private static String posting(String transaction, int line, String account, long amount) {
        return "insert into ledger.posting (transaction_id, line, ledger_account, amount, month) values ('"
                + transaction + "', " + line + ", '" + account + "', " + amount + ", '2026-11')";
    }

    private void refused(String why, String change) {
        assertThatThrownBy(() -> migrations.run(change))
                .as(change)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(why);
    }
}
