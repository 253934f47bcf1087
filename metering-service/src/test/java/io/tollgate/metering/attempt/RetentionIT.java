package io.tollgate.metering.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tollgate.metering.MeteringConfig;
import io.tollgate.postgres.Database;
import io.tollgate.testkit.InfrastructureResource;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "metering"))
class RetentionIT {

    private static final int OLD = 25;
    private static final int BATCH = 10;
    private static final String ATTEMPT = """
            insert into metering.attempt (attempt_id, has_usage, has_charge, account, key, model, provider, endpoint, app, finished_at,
                delivered, month, charge, first_half_at)
            select gen_random_uuid(), true, %s, 'acct-old', 'k', 'm', 'p', 'e', '', now(), true, %s, %s, now() - interval '%s days'
            from generate_series(1, %d)""";
    private static final String REQUEST = """
            insert into metering.request (request_id, closed, released, month, first_half_at)
            select 'old-' || gen_random_uuid(), true, %s, %s, now() - interval '%s days' from generate_series(1, %d)""";
    private static final String ROLLUP = """
            insert into metering.rollup_%s
            select date_trunc('minute', now()) - make_interval(days => %s, mins => n), '2000-01', 'acct-old', 'k', 'm', 'p', 'e', '',
                1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
            from generate_series(1, %d) n""";

    @Inject
    Database database;

    @Inject
    Vertx vertx;

    @Inject
    DataSource books;

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void forget() throws SQLException {
        run("delete from metering.attempt where account = 'acct-old'");
        run("delete from metering.request where request_id like 'old-%'");
        for (String grain : new String[] {"minute", "day", "month"}) {
            run("delete from metering.rollup_" + grain + " where account = 'acct-old'");
        }
    }

    @Test
    void shouldDeleteAllThatIsDueAndNothingElse() throws SQLException {
        // Given what is due, more than a batch of it
        run(ATTEMPT.formatted("true", "'2000-01'", "0", "101", OLD));
        run(REQUEST.formatted("true", "'2000-01'", "101", OLD));
        run(ROLLUP.formatted("minute", "36", OLD));
        // and what is old but a half, or not old enough, or kept for ever
        run(ATTEMPT.formatted("false", "null", "null", "101", 1));
        run(ATTEMPT.formatted("true", "'2000-01'", "0", "99", 2));
        run(REQUEST.formatted("false", "null", "101", 1));
        run(REQUEST.formatted("true", "'2000-01'", "99", 2));
        run(ROLLUP.formatted("minute", "34", 3));
        run(ROLLUP.formatted("day", "900", 4));
        run(ROLLUP.formatted("month", "900", 5));
        // When
        retention().round().await().atMost(Duration.ofSeconds(30));
        // Then
        assertThat(count("attempt where account = 'acct-old'")).isEqualTo(1 + 2);
        assertThat(count("attempt where account = 'acct-old' and not has_charge"))
                .isEqualTo(1);
        assertThat(count("request where request_id like 'old-%'")).isEqualTo(1 + 2);
        assertThat(count("request where request_id like 'old-%' and not released"))
                .isEqualTo(1);
        assertThat(count("rollup_minute where account = 'acct-old'")).isEqualTo(3);
        assertThat(count("rollup_day where account = 'acct-old'")).isEqualTo(4);
        assertThat(count("rollup_month where account = 'acct-old'")).isEqualTo(5);
        assertThat(purged("attempt")).isGreaterThanOrEqualTo(OLD);
        assertThat(purged("request")).isGreaterThanOrEqualTo(OLD);
        assertThat(purged("rollup_minute")).isGreaterThanOrEqualTo(OLD);
    }

    private Retention retention() {
        MeteringConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(MeteringConfig.class)
                .withDefaultValues(Map.of(
                        "tollgate.metering.internal-secret",
                        "secret",
                        "tollgate.metering.retention.batch",
                        Integer.toString(BATCH)))
                .build()
                .getConfigMapping(MeteringConfig.class);
        return new Retention(database, vertx, config, meters);
    }

    private double purged(String table) {
        return meters.counter("tollgate.metering.purged", "table", table).count();
    }

    private void run(String statement) throws SQLException {
        try (Connection connection = books.getConnection();
                Statement change = connection.createStatement()) {
            change.execute(statement);
        }
    }

    private long count(String from) throws SQLException {
        try (Connection connection = books.getConnection();
                Statement question = connection.createStatement();
                ResultSet answer = question.executeQuery("select count(*) from metering." + from)) {
            answer.next();
            return answer.getLong(1);
        }
    }
}
