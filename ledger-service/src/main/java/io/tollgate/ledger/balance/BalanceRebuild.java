package io.tollgate.ledger.balance;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Topic;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.background.RepeatingWork;
import io.tollgate.ledger.background.SoleDuty;
import io.tollgate.ledger.progress.ProgressRepository;
import io.tollgate.ledger.spending.Spending;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.CreditHolds.AccountState;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.Row;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Fills Redis again after it lost its state, at start or later; until then nobody can place a hold. Nothing is guessed: a hold that was
 * placed before the loss is in the log once its publisher's time is over, so the books are read to the ends that the log has then, and
 * only then copied.
 *
 * <p>One instance rebuilds at a time. A rebuild that fails or is overtaken starts again.
 */
@ApplicationScoped
class BalanceRebuild {

    private static final Logger LOG = Logger.getLogger(BalanceRebuild.class);
    /** Locks are the whole database's, not a schema's: this number begins with the letters "ledg" so that no other service has it. */
    private static final long LOCK = 0x6c65646702L;

    private static final List<Topic> SOURCES = List.of(Topic.HOLDS, Topic.USAGE);
    private static final int PAGE = 500;
    private static final Duration CATCH_UP_POLL = Duration.ofMillis(50);

    private final Database database;
    private final BalancePushRepository pushes;
    private final ProgressRepository progress;
    private final LogEnds logEnds;
    private final CreditHolds credit;
    private final BalancePusher pusher;
    private final LedgerConfig.Balance config;
    private final Clock clock;
    private final SoleDuty duty;
    private final RepeatingWork work;
    private final MeterRegistry meters;

    @Inject
    BalanceRebuild(
            Database database,
            BalancePushRepository pushes,
            ProgressRepository progress,
            LogEnds logEnds,
            CreditHolds credit,
            BalancePusher pusher,
            LedgerConfig config,
            Clock clock,
            Pool pool,
            Vertx vertx,
            MeterRegistry meters) {
        this.database = database;
        this.pushes = pushes;
        this.progress = progress;
        this.logEnds = logEnds;
        this.credit = credit;
        this.pusher = pusher;
        this.config = config.balance();
        this.clock = clock;
        this.duty = new SoleDuty(pool, LOCK);
        this.meters = meters;
        this.work = new RepeatingWork("rebuilding Redis", vertx, this.config.epochCheck(), this::round);
    }

    void start(@Observes StartupEvent started) {
        work.wake();
    }

    void stop(@Observes ShutdownEvent stopping) {
        work.stop();
    }

    private Uni<Boolean> round() {
        return credit.ready()
                .chain(ready -> ready
                        ? Uni.createFrom().item(false)
                        : duty.isMine()
                                .chain(mine -> mine
                                        ? rebuild().replaceWith(false)
                                        : Uni.createFrom().item(false)));
    }

    private Uni<Void> rebuild() {
        Instant began = clock.instant();
        LOG.warn("Redis has no epoch: rebuilding balances and holds from the books");
        return database.once(pushes::nextEpoch)
                .onItem()
                .delayIt()
                .by(config.publishTimeout())
                .chain(epoch -> logEnds.now(SOURCES)
                        .chain(ends -> caughtUp(ends, clock.instant().plus(config.catchUp())))
                        .chain(() -> states("", new ArrayList<>()))
                        .chain(states -> credit.rebuild(epoch, states)
                                .invoke(() -> report(epoch, states, Duration.between(began, clock.instant())))));
    }

    private void report(long epoch, List<AccountState> states, Duration took) {
        meters.counter("tollgate.ledger.rebuilds").increment();
        LOG.infof("Redis rebuilt as epoch %d: %d accounts in %s", epoch, states.size(), took);
        pusher.wake();
    }

    private Uni<Void> caughtUp(Map<String, Map<Integer, Long>> ends, Instant giveUpAt) {
        return isCaughtUp(ends).chain(done -> {
            if (done) {
                return Uni.createFrom().voidItem();
            }
            if (clock.instant().isAfter(giveUpAt)) {
                return Uni.createFrom().failure(new IllegalStateException("the books do not reach the end of the log"));
            }
            return Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(CATCH_UP_POLL)
                    .chain(() -> caughtUp(ends, giveUpAt));
        });
    }

    private Uni<Boolean> isCaughtUp(Map<String, Map<Integer, Long>> ends) {
        return database.inTransaction(session -> progress.reached(session, Topic.HOLDS.topicName())
                .chain(holds -> progress.reached(session, Topic.USAGE.topicName())
                        .map(usage -> CatchUp.isDone(ends.getOrDefault(Topic.HOLDS.topicName(), Map.of()), holds)
                                && CatchUp.isDone(ends.getOrDefault(Topic.USAGE.topicName(), Map.of()), usage))));
    }

    /** Every account's state, page by page; what changes meanwhile is told by the pusher, with higher numbers. */
    private Uni<List<AccountState>> states(String after, List<AccountState> found) {
        return database.once(session -> pushes.states(session, after, PAGE, windows()))
                .chain(rows -> {
                    rows.stream().map(States::accountState).forEach(found::add);
                    return rows.size() < PAGE ? Uni.createFrom().item(found) : states(lastOf(rows), found);
                });
    }

    private static String lastOf(List<Row> rows) {
        return rows.getLast().text("account");
    }

    /** The windows that running requests can count in: those of now and of a day ago. */
    private Set<String> windows() {
        Instant now = clock.instant();
        Set<String> windows = new TreeSet<>(Spending.windows(now));
        windows.addAll(Spending.windows(now.minus(Duration.ofDays(1))));
        return windows;
    }
}
