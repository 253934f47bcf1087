package io.tollgate.metering.attempt;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
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

/**
 * Deletes what is neither reported nor replayed any more. A round deletes all that is due, batch by batch, each in a transaction of its
 * own, so that it keeps up with any volume and holds no lock for long. Halves are kept until they are whole; days and months for ever.
 */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    private final Database database;
    private final Vertx vertx;
    private final MeteringConfig.Retention retention;
    private final MeterRegistry meters;
    private volatile boolean stopped;

    Retention(Database database, Vertx vertx, MeteringConfig config, MeterRegistry meters) {
        this.database = database;
        this.vertx = vertx;
        this.retention = config.retention();
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        later();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /** The next round begins a while after the last one ended, so that two never run at once. */
    private void later() {
        vertx.setTimer(
                retention.every().toMillis(),
                timer -> round().subscribe().with(done -> later(), failure -> {
                    LOG.warn("could not delete old rows, next round", failure);
                    later();
                }));
    }

    /** Deletes everything that is due now. */
    Uni<Void> round() {
        return purge("attempt", "first_half_at", "has_usage and has_charge", retention.attempts())
                .chain(() -> purge("request", "first_half_at", "closed and released", retention.attempts()))
                .chain(() -> purge("rollup_minute", "bucket", "true", retention.minutes()));
    }

    private Uni<Void> purge(String table, String age, String condition, Duration kept) {
        int batch = retention.batch();
        String statement = """
                delete from metering.%1$s where ctid = any(array(select ctid from metering.%1$s
                    where %2$s < now() - make_interval(secs => ?1) and %3$s limit %4$d))""".formatted(table, age, condition, batch);
        double seconds = kept.toSeconds();
        return Uni.createFrom()
                .deferred(() -> database.inTransaction(session -> Sql.run(session, statement, seconds)))
                .invoke(deleted -> meters.counter("tollgate.metering.purged", "table", table)
                        .increment(deleted))
                .repeat()
                .whilst(deleted -> deleted == batch && !stopped)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
