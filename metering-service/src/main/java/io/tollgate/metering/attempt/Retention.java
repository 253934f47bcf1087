package io.tollgate.metering.attempt;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tollgate.metering.MeteringConfig;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Sql;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Deletes what is neither reported nor replayed any more, some thousands of rows a round. Halves are kept until they are whole. */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int MOST = 50_000;

    private final Database database;
    private final Vertx vertx;
    private final MeteringConfig.Retention retention;

    Retention(Database database, Vertx vertx, MeteringConfig config) {
        this.database = database;
        this.vertx = vertx;
        this.retention = config.retention();
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(
                retention.every().toMillis(),
                timer -> round().subscribe()
                        .with(done -> {}, failure -> LOG.warn("could not delete old rows, next round", failure)));
    }

    /** Deletes once. */
    Uni<Void> round() {
        return delete("attempt", "attempt_id", "first_half_at", "has_usage and has_charge", retention.attempts())
                .chain(() ->
                        delete("request", "request_id", "first_half_at", "closed and released", retention.attempts()))
                .chain(() -> delete("rollup_minute", "ctid", "bucket", "true", retention.minutes()));
    }

    private Uni<Void> delete(String table, String id, String age, String condition, Duration kept) {
        String statement = """
                delete from metering.%1$s where %2$s in (select %2$s from metering.%1$s
                    where %3$s < now() - make_interval(secs => ?1) and %4$s limit %5$d)""".formatted(table, id, age, condition, MOST);
        double seconds = kept.toSeconds();
        return database.inTransaction(session -> Sql.run(session, statement, seconds))
                .replaceWithVoid();
    }
}
