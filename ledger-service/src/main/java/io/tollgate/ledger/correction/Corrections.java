package io.tollgate.ledger.correction;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.ledger.ChargeCorrected;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.background.RepeatingWork;
import io.tollgate.ledger.correction.CorrectionRepository.Stated;
import io.tollgate.ledger.correction.CorrectionRepository.Waiting;
import io.tollgate.ledger.correction.CorrectionRules.Plan;
import io.tollgate.ledger.credit.CreditBook;
import io.tollgate.ledger.credit.Withdrawals;
import io.tollgate.ledger.credit.Withdrawals.Shortfall;
import io.tollgate.ledger.posting.BookTime;
import io.tollgate.ledger.posting.Transactions;
import io.tollgate.ledger.spending.KeySpendRepository;
import io.tollgate.ledger.spending.Spending;
import io.tollgate.postgres.Database;
import io.tollgate.pricing.UnpricedUsageException;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Books the differences that stated corrections make, once the request is closed: a transaction that refers to the charge, its
 * announcement, the key's spending and the note for Redis, all in one database transaction with the note that it is done.
 *
 * <p>Guarantee: exactly once for each correction's id. What waits is a row; its lock makes a second instance, or a repeat, find it done.
 * While Redis is not ready, corrections by which a customer pays more wait.
 */
@ApplicationScoped
class Corrections {

    private static final Logger LOG = Logger.getLogger(Corrections.class);
    private static final int BATCH = 100;

    private final Database database;
    private final CorrectionRepository corrections;
    private final CreditBook credit;
    private final Withdrawals withdrawals;
    private final KeySpendRepository spendings;
    private final MeterRegistry meters;
    private final RepeatingWork work;

    @Inject
    Corrections(
            Database database,
            CorrectionRepository corrections,
            CreditBook credit,
            Withdrawals withdrawals,
            KeySpendRepository spendings,
            LedgerConfig config,
            Vertx vertx,
            MeterRegistry meters) {
        this.database = database;
        this.corrections = corrections;
        this.credit = credit;
        this.withdrawals = withdrawals;
        this.spendings = spendings;
        this.meters = meters;
        this.work = new RepeatingWork(
                "correcting charges", vertx, config.corrections().poll(), this::round);
    }

    void start(@Observes StartupEvent started) {
        work.wake();
    }

    void stop(@Observes ShutdownEvent stopping) {
        work.stop();
    }

    private Uni<Boolean> round() {
        return database.once(session -> corrections.waiting(session, BATCH))
                .chain(waiting -> Multi.createFrom()
                        .iterable(waiting)
                        .onItem()
                        .transformToUniAndConcatenate(each -> bookOrLeave(each))
                        .filter(done -> done)
                        .collect()
                        .asList()
                        .map(done -> done.size() == BATCH));
    }

    /** One that cannot be booked now must not keep the others waiting. */
    private Uni<Boolean> bookOrLeave(Waiting waiting) {
        return book(waiting).replaceWith(true).onFailure().recoverWithItem(failure -> {
            LOG.warnf(failure, "correction %s waits", waiting.id());
            return false;
        });
    }

    private Uni<Void> book(Waiting waiting) {
        return database.inTransaction(session -> corrections.lock(session, waiting.id()))
                .chain(stated -> stated.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : withdrawals
                                .take(
                                        waiting.account(),
                                        rate(stated.get()).increase(),
                                        Shortfall.TAKE_THE_REST,
                                        (session, granted) -> post(session, waiting.id(), granted))
                                .replaceWithVoid())
                .onFailure(Corrections::isUnratable)
                .recoverWithUni(unratable -> refuse(waiting, unratable));
    }

    private static Plan rate(Stated stated) {
        return CorrectionRules.rate(
                stated.charge(), stated.usage(), stated.charge().prices());
    }

    private Uni<Boolean> post(Mutiny.StatelessSession session, UUID id, NanoUsd granted) {
        return corrections
                .lock(session, id)
                .chain(stated -> stated.isEmpty()
                        ? Uni.createFrom().item(false)
                        : post(session, stated.get(), CorrectionRules.within(rate(stated.get()), granted))
                                .replaceWith(true));
    }

    private Uni<CreditBook.Booked> post(Mutiny.StatelessSession session, Stated stated, Plan plan) {
        StandingCharge charge = plan.standing();
        meters.counter("tollgate.ledger.corrections").increment();
        return spendings
                .change(session, spent(plan))
                .chain(() -> credit.book(
                        session,
                        Transactions.correction(
                                stated.id(),
                                charge.attemptId(),
                                charge.account(),
                                charge.provider(),
                                charge.rating(),
                                plan.after(),
                                stated.reason()),
                        now -> announcement(stated, plan, now)))
                .call(booked -> corrections.store(session, stated.id(), plan, stated.reason(), booked.time()))
                .call(() -> corrections.booked(session, stated.id()));
    }

    private static List<Spending> spent(Plan plan) {
        StandingCharge charge = plan.standing();
        return Spending.windows(charge.acceptedAt()).stream()
                .map(window -> new Spending(charge.key(), window, charge.account(), plan.difference()))
                .toList();
    }

    private static ChargeCorrected announcement(Stated stated, Plan plan, BookTime now) {
        StandingCharge charge = plan.standing();
        return new ChargeCorrected(
                stated.id(),
                charge.attemptId(),
                charge.requestId(),
                charge.account(),
                charge.key(),
                charge.model(),
                charge.provider(),
                charge.endpoint(),
                charge.rating(),
                plan.after(),
                stated.reason(),
                now.month(),
                now.at(),
                charge.app());
    }

    private Uni<Void> refuse(Waiting waiting, Throwable unratable) {
        LOG.errorf("correction %s cannot be rated: %s", waiting.id(), unratable.getMessage());
        return database.inTransaction(
                session -> corrections.refused(session, waiting.id(), String.valueOf(unratable.getMessage())));
    }

    private static boolean isUnratable(Throwable failure) {
        return failure instanceof UnpricedUsageException
                || failure instanceof IllegalArgumentException
                || failure instanceof ArithmeticException;
    }
}
