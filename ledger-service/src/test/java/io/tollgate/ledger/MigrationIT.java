package io.tollgate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.testkit.FreshDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;

/** Each migration on an empty database and on what the version before it left, and what the schema refuses. */
class MigrationIT {

    private final String url = FreshDatabase.create();

    @Test
    void shouldMigrateFromEachVersionAndKeepWhatIsThere() throws SQLException {
        // Given
        MigrationInfo[] versions = flyway("latest").info().all();
        for (MigrationInfo version : versions) {
            // When
            assertThat(flyway(version.getVersion().getVersion()).migrate().success)
                    .isTrue();
            if ("1".equals(version.getVersion().getVersion())) {
                run(
                        "insert into ledger.account (id, name, cell, enabled, version) values ('acme', 'Acme', 'local', true, 1)");
            }
        }
        // Then
        assertThat(flyway("latest").validateWithResult().validationSuccessful).isTrue();
        assertThat(count("ledger.account")).isEqualTo(1);
        assertThat(count("ledger.ledger_account where kind <> 'CUSTOMER'")).isEqualTo(6);
    }

    @Test
    void shouldRefuseWhatWouldBreakTheBooks() throws SQLException {
        // Given
        flyway("latest").migrate();
        run("insert into ledger.ledger_account (id, kind) values ('customer:acme', 'CUSTOMER')");
        String transaction = UUID.randomUUID().toString();
        run("insert into ledger.ledger_transaction (id, kind, account, month, booked_at) values ('" + transaction
                + "', 'GRANT', 'acme', '2026-11', now())");
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
        run(posting(transaction, 0, "customer:acme", 5) + ", ('" + transaction
                + "', 1, 'source:promo', -5, '2026-11')");
        refused("append-only", "update ledger.posting set amount = 6");
        refused("append-only", "delete from ledger.posting");
        refused("append-only", "truncate ledger.posting");
        refused("append-only", "delete from ledger.ledger_transaction");
        assertThat(count("ledger.ledger_account where balance in (5, -5)")).isEqualTo(2);
    }

    @Test
    void shouldReleaseAHoldOnce() throws SQLException {
        // Given
        flyway("latest").migrate();
        run("insert into ledger.hold (request_id, account, key, amount, state, outcome, month, released_at)"
                + " values ('r', 'acme', 'k', 10, 'RELEASED', 'COMPLETED', '2026-11', now())");
        // When, then
        refused("released for good", "update ledger.hold set state = 'OPEN', outcome = null, released_at = null");
        refused("released for good", "update ledger.hold set charged = 3");
        refused("released for good", "update ledger.hold set outcome = 'FAILED'");
        run("update ledger.hold set pushed = true, amount = 12");
    }

    @Test
    void shouldCountPaymentsAndVouchersOnce() throws SQLException {
        // Given
        flyway("latest").migrate();
        String id = UUID.randomUUID().toString();
        run("insert into ledger.account (id, name, cell, enabled, version) values ('acme', 'Acme', 'local', true, 1)");
        run("insert into ledger.ledger_transaction (id, kind, account, month, booked_at) values ('" + id
                + "', 'PAYMENT', 'acme', '2026-11', now())");
        run(payment(id, "p"));
        run("insert into ledger.voucher_batch (id, name, label, amount, count, created_at) values ('" + id
                + "', 'b', 'b', 5, 1, now())");
        String hash = "0".repeat(64);
        run("insert into ledger.voucher (hash, batch, number, label, state) values ('" + hash + "', '" + id
                + "', 1, 'x', 'OPEN')");
        // When, then
        refused("payment_provider_payment_id_key", payment(UUID.randomUUID().toString(), "p"));
        refused("refunded_within_payment", "update ledger.payment set refunded = 6");
        run("update ledger.payment set refunded = 5");
        refused("is what it is", "update ledger.payment set refunded = 4");
        refused("is what it is", "update ledger.payment set amount = 6");
        refused("redeemed_by_somebody", "update ledger.voucher set state = 'REDEEMED', ended_at = now()");
        run("update ledger.voucher set state = 'WITHDRAWN', ended_at = now()");
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

    private Flyway flyway(String target) {
        return Flyway.configure()
                .dataSource(url, null, null)
                .schemas("ledger")
                .target(target)
                .load();
    }

    private void refused(String why, String change) {
        assertThatThrownBy(() -> run(change))
                .as(change)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(why);
    }

    private void run(String change) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(change);
        }
    }

    private long count(String from) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
