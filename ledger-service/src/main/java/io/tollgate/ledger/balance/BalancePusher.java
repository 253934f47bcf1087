package io.tollgate.ledger.balance;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.crash.CrashPoint;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.background.RepeatingWork;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.CreditHolds.Settlement;
import io.tollgate.livestate.NotReadyException;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Row;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells Redis what was committed: balances, released holds, what keys spent.
 *
 * <p>Guarantee: at least once, until it is done; what waits is a row in the database, written in the transaction that booked. Every
 * statement is absolute and numbered by the account, so a repeat, an old one or two instances at once do no harm. While Redis is down
 * or being rebuilt everything waits.
 */
@ApplicationScoped
public class BalancePusher {

    private static final Logger LOG = Logger.getLogger(BalancePusher.class);

    /** Older than every number of an account: only releases take effect. */
    private static final long NOTHING_NEW = -1;

    private final Database database;
    private final BalancePushRepository pushes;
    private final CreditHolds credit;
    private final LedgerConfig.Balance config;
    private final RepeatingWork work;
    private final MeterRegistry meters;

    @Inject
    BalancePusher(
            Database database,
            BalancePushRepository pushes,
            CreditHolds credit,
            LedgerConfig config,
            Vertx vertx,
            MeterRegistry meters) {
        this.database = database;
        this.pushes = pushes;
        this.credit = credit;
        this.config = config.balance();
        this.meters = meters;
        this.work = new RepeatingWork("telling Redis", vertx, this.config.poll(), this::round);
    }

    void start(@Observes StartupEvent started) {
        work.wake();
    }

    void stop(@Observes ShutdownEvent stopping) {
        work.stop();
    }

    /** Says that something was committed, so that Redis need not wait for the next look. */
    public void wake() {
        work.wake();
    }

    /**
     * Tells Redis of one account now, and releases holds that are no request's in the same step.
     *
     * @return completes when Redis knows; fails as {@link CreditHolds#settle} does, and then all but the release is told later
     */
    public Uni<Void> tell(String account, List<String> released) {
        return database.once(session -> pushes.waiting(session, account))
                .chain(waiting -> waiting.isEmpty()
                        ? credit.settle(new Settlement(account, NanoUsd.ZERO, NOTHING_NEW, released, List.of()))
                        : credit.settle(States.settlement(waiting.getFirst(), released))
                                .chain(() -> database.inTransaction(session -> pushes.done(session, waiting))));
    }

    private Uni<Boolean> round() {
        return database.once(session -> pushes.waiting(session, config.batch()))
                .chain(waiting -> waiting.isEmpty() ? Uni.createFrom().item(false) : tell(waiting));
    }

    private Uni<Boolean> tell(List<Row> waiting) {
        return Multi.createFrom()
                .iterable(waiting)
                .onItem()
                .transformToUni(this::settle)
                .merge(config.concurrency())
                .filter(Optional::isPresent)
                .map(Optional::get)
                .collect()
                .asList()
                .chain(told -> told.isEmpty()
                        ? Uni.createFrom().item(false)
                        : database.inTransaction(session -> pushes.done(session, told))
                                .invoke(() ->
                                        meters.counter("tollgate.ledger.told").increment(told.size()))
                                .replaceWith(told.size() == waiting.size()));
    }

    /** The state that Redis now knows; empty if it could not be told. */
    private Uni<Optional<Row>> settle(Row state) {
        CrashPoint.LEDGER_BEFORE_SETTLE.reached();
        return credit.settle(States.settlement(state))
                .replaceWith(Optional.of(state))
                .onFailure()
                .recoverWithItem(failure -> {
                    if (!(failure instanceof NotReadyException)) {
                        LOG.warnf(failure, "cannot tell Redis of account %s yet", state.text("account"));
                    }
                    return Optional.empty();
                });
    }
}
