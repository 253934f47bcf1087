package io.tollgate.ledger.posting;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.localstack.infrastructure.Infrastructure;
import io.tollgate.testkit.TestInfrastructure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Books dated by their events and books dated by the clock never mix. */
class ReplayGuardIT {

    private static final String BOOK = "insert into ledger.ledger_transaction (id, kind, account, month, booked_at)"
            + " values (gen_random_uuid(), 'CHARGE', 'acme', '2026-11', now())";

    private final PGSimpleDataSource database = new PGSimpleDataSource();

    @BeforeEach
    void makeBooks() throws SQLException {
        Infrastructure infrastructure = TestInfrastructure.shared();
        String name = "replay_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection administrator = DriverManager.getConnection(infrastructure.administratorUrl("postgres"));
                Statement statement = administrator.createStatement()) {
            statement.execute("create database " + name);
        }
        database.setUrl(infrastructure.administratorUrl(name));
        Flyway.configure().dataSource(database).schemas("ledger").load().migrate();
    }

    @Test
    void shouldRefuseEventTimeThatNobodyAllowed() {
        assertThatThrownBy(() -> guard("event-time", false).check())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tollgate.ledger.booking.allow-replay=true");
        assertThatCode(() -> guard("database", false).check()).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAReplayIntoBooksOfTheClock() throws SQLException {
        // Given
        guard("database", false).check();
        run(BOOK);
        // When, then
        assertThatThrownBy(() -> guard("event-time", true).check())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs books of its own");
        assertThatCode(() -> guard("database", true).check()).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseToGoOnWithBooksOfAReplayByTheClock() throws SQLException {
        // Given
        guard("event-time", true).check();
        run(BOOK);
        // When, then
        assertThatCode(() -> guard("event-time", true).check()).doesNotThrowAnyException();
        assertThatThrownBy(() -> guard("database", true).check())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("these books are a replay's");
    }

    private ReplayGuard guard(String clock, boolean allowReplay) {
        LedgerConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(LedgerConfig.class)
                .withDefaultValues(Map.of(
                        "tollgate.ledger.keys-pepper",
                        "pepper",
                        "tollgate.ledger.internal-secret",
                        "secret",
                        "tollgate.ledger.booking.clock",
                        clock,
                        "tollgate.ledger.booking.allow-replay",
                        Boolean.toString(allowReplay)))
                .build()
                .getConfigMapping(LedgerConfig.class);
        return new ReplayGuard(database, config);
    }

    private void run(String change) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(change);
        }
    }
}
