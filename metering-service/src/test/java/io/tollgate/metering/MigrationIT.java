package io.tollgate.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.testkit.Migrations;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Each migration on an empty database and on what the version before it left. */
class MigrationIT {

    @Test
    void shouldMigrateFromEachVersionAndKeepWhatIsThere() throws SQLException {
        Migrations migrations = new Migrations("metering", "db/metering");
        migrations.oneByOne("insert into metering.key_name (key, hash, account, version) values ('k', 'h', 'acme', 1)");
        assertThat(migrations.count("metering.key_name")).isEqualTo(1);
    }
}
