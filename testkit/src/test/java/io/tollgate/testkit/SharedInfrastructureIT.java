package io.tollgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.account.KeyHeartbeat;
import io.tollgate.localstack.infrastructure.Databases;
import io.tollgate.localstack.infrastructure.Infrastructure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SharedInfrastructureIT {

    @Test
    void shouldCarryAnEventThroughKafka() {
        // Given
        KeyHeartbeat heartbeat = new KeyHeartbeat(Instant.parse("2026-11-22T10:00:00Z"));
        try (KafkaTap tap = KafkaTap.shared()) {
            // When
            tap.publish(heartbeat);
            // Then
            assertThat(tap.await(KeyHeartbeat.class, heartbeat::equals, 1)).containsExactly(heartbeat);
        }
    }

    @Test
    void shouldGiveEachServiceASchemaThatOthersCannotRead() throws SQLException {
        // Given
        Infrastructure infrastructure = TestInfrastructure.shared();
        String url = "jdbc:postgresql://" + infrastructure.postgres() + "/" + Databases.DATABASE;
        // When
        try (Connection ledger = DriverManager.getConnection(url, "ledger", TestInfrastructure.PASSWORD);
                Statement statement = ledger.createStatement();
                ResultSet row = statement.executeQuery(
                        "select current_schema()," + " has_schema_privilege('ledger', 'metering', 'usage')")) {
            row.next();
            // Then
            assertThat(row.getString(1)).isEqualTo("ledger");
            assertThat(row.getBoolean(2)).isFalse();
        }
    }
}
