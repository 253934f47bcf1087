package io.tollgate.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.testkit.Migrations;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Each migration on an empty database and on what the version before it left. */
class MigrationIT {

    @Test
    void shouldMigrateFromEachVersionAndKeepWhatIsThere() throws SQLException {
        Migrations migrations = new Migrations("blobs", "db/blobs", "db/ingress");
        // whoever installs a service makes its schemas
        migrations.run("create schema ingress");
        migrations.oneByOne("insert into blobs.body (id, bytes, expires_at) values ('b', 1, now())");
        assertThat(migrations.count("blobs.body")).isEqualTo(1);
    }
}
