package io.tollgate.ledger.credit;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.balance.BalancePusher;
import io.tollgate.ledger.hold.HoldRepository;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.CreditHolds.Place;
import io.tollgate.livestate.CreditHolds.Placed;
import io.tollgate.livestate.NotReadyException;
import io.tollgate.livestate.RedisUnavailableException;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.DatabaseFailures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Takes credit out of an account without touching what open requests hold.
 *
 * <p>The credit is first set aside in Redis, as it is for a request: from then on no request can hold it. It is then booked, and Redis
 * learns the new balance before or with the release of what was set aside. A booking that takes longer than a rebuild of Redis waits is rolled back,
 * because a rebuild may have missed it. A process that dies in between leaves a hold that nobody claims, which the sweep of unclosed
 * requests removes; until then Redis is less generous than the books.
 */
@ApplicationScoped
public class Withdrawals {

    private static final Logger LOG = Logger.getLogger(Withdrawals.class);
    /** Stands in Redis where a request has its key. */
    private static final String KEY = "ledger";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int TRIES = 60;

    private final Database database;
    private final CreditBook credit;
    private final HoldRepository holds;
    private final CreditHolds redis;
    private final BalancePusher balances;
    private final Clock clock;
    private final Duration timeToBook;

    @Inject
    Withdrawals(
            Database database,
            CreditBook credit,
            HoldRepository holds,
            CreditHolds redis,
            BalancePusher balances,
            Clock clock,
            LedgerConfig config) {
        this.database = database;
        this.credit = credit;
        this.holds = holds;
        this.redis = redis;
        this.balances = balances;
        this.clock = clock;
        this.timeToBook = config.balance().publishTimeout();
    }

    /** What happens when less is free than wanted. */
    public enum Shortfall {
        /** Nothing is taken; the answer is a 409 that says what is free. */
        REFUSE,
        /** What is free is taken, which may be nothing. */
        TAKE_THE_REST
    }

    /** Books what was granted; the account is locked. */
    public interface Booking<T> {

        /**
         * Books it.
         *
         * @param granted from zero to what was wanted; may be taken out of the account
         */
        Uni<T> book(Mutiny.StatelessSession session, NanoUsd granted);
    }

    /** Credit that is set aside in Redis until it is booked. */
    private record Reserved(Optional<String> hold, NanoUsd amount, Instant since) {}

    /**
     * Takes credit out of an account.
     *
     * @param wanted zero or more
     * @return what the booking made of it; fails with a {@link RefusalException} of 404, 409, or 503 while Redis is not ready
     */
    public <T> Uni<T> take(String account, NanoUsd wanted, Shortfall shortfall, Booking<T> booking) {
        return reserve(account, wanted, shortfall)
                .chain(reserved -> database.inTransaction(session -> free(session, account)
                                .chain(free -> booking.book(session, granted(reserved, free, shortfall)))
                                .invoke(() -> requireInTime(reserved)))
                        .onFailure(Withdrawals::isRolledBack)
                        .call(() -> release(account, reserved))
                        .call(() -> release(account, reserved)))
                .invoke(credit::announceSoon);
    }

    private Uni<NanoUsd> free(Mutiny.StatelessSession session, String account) {
        return credit.lock(session, account)
                .chain(balance -> holds.held(session, account).map(balance::minus));
    }

    private static NanoUsd granted(Reserved reserved, NanoUsd free, Shortfall shortfall) {
        if (reserved.amount().compareTo(free) <= 0) {
            return reserved.amount();
        }
        if (shortfall == Shortfall.REFUSE) {
            throw tooLittle(free);
        }
        return NanoUsd.max(NanoUsd.ZERO, free);
    }

    private Uni<Reserved> reserve(String account, NanoUsd wanted, Shortfall shortfall) {
        if (wanted.isZero()) {
            return Uni.createFrom().item(new Reserved(Optional.empty(), wanted, clock.instant()));
        }
        // what was booked a moment ago counts as well
        return balances.tell(account, List.of())
                .onFailure(Withdrawals::isRedisDown)
                .transform(down -> notReady())
                .chain(() -> reserve(account, wanted, shortfall, TRIES));
    }

    private Uni<Reserved> reserve(String account, NanoUsd wanted, Shortfall shortfall, int tries) {
        Instant since = clock.instant();
        if (wanted.isZero()) {
            return Uni.createFrom().item(new Reserved(Optional.empty(), wanted, since));
        }
        if (shortfall == Shortfall.REFUSE && wanted.compareTo(CreditHolds.MAX_AMOUNT) > 0) {
            return Uni.createFrom().failure(RefusalException.conflict("no account has so much free", "amount"));
        }
        NanoUsd asked = NanoUsd.min(wanted, CreditHolds.MAX_AMOUNT);
        String hold = Ids.newRequestId();
        return redis.place(new Place(hold, account, KEY, asked, since.plus(timeToBook), "", null, null, null))
                .onFailure(Withdrawals::isRedisDown)
                .transform(down -> notReady())
                .chain(placed -> switch (placed) {
                    case Placed.Ok ok -> Uni.createFrom().item(new Reserved(Optional.of(hold), ok.amount(), since));
                    case Placed.InsufficientCredit few -> {
                        if (shortfall == Shortfall.REFUSE) {
                            yield Uni.createFrom().failure(tooLittle(few.free()));
                        }
                        if (tries == 0) {
                            yield Uni.createFrom().failure(notReady());
                        }
                        yield reserveTheRest(account, wanted, tries - 1);
                    }
                    case Placed.NotReady lost -> Uni.createFrom().failure(notReady());
                    case Placed.KeyLimitReached limit -> Uni.createFrom().failure(impossible(limit));
                    case Placed.TooManyRequests limit -> Uni.createFrom().failure(impossible(limit));
                    case Placed.TooManyConcurrent limit -> Uni.createFrom().failure(impossible(limit));
                });
    }

    /** Waits for other withdrawals, whose credit is free again if they are not booked, before it makes do with what is free. */
    private Uni<Reserved> reserveTheRest(String account, NanoUsd wanted, int tries) {
        return redis.snapshot(account).chain(known -> {
            if (known.holds().values().stream().anyMatch(hold -> hold.key().equals(KEY))) {
                return Uni.createFrom()
                        .voidItem()
                        .onItem()
                        .delayIt()
                        .by(PAUSE)
                        .chain(() -> reserve(account, wanted, Shortfall.TAKE_THE_REST, tries));
            }
            NanoUsd free = NanoUsd.max(NanoUsd.ZERO, known.posted().minus(known.held()));
            return reserve(account, NanoUsd.min(wanted, free), Shortfall.TAKE_THE_REST, tries);
        });
    }

    private void requireInTime(Reserved reserved) {
        boolean late = reserved.hold().isPresent()
                && Duration.between(reserved.since(), clock.instant()).compareTo(timeToBook) > 0;
        if (late) {
            throw notReady();
        }
    }

    /** Tells Redis the balance and releases the hold; what fails is made up for by the pusher of balances and the sweep of holds. */
    private Uni<Void> release(String account, Reserved reserved) {
        if (reserved.hold().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return balances.tell(account, List.of(reserved.hold().get()))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf(failure, "cannot release what was set aside of account %s", account);
                    return Uni.createFrom().voidItem();
                });
    }

    private static boolean isRedisDown(Throwable failure) {
        return failure instanceof RedisUnavailableException || failure instanceof NotReadyException;
    }

    private static boolean isRolledBack(Throwable failure) {
        return failure instanceof RefusalException || DatabaseFailures.isRefusal(failure);
    }

    private static RefusalException tooLittle(NanoUsd free) {
        return RefusalException.conflict(
                "only " + NanoUsd.max(NanoUsd.ZERO, free)
                        + " USD of the account's credit are free: the rest is spent or held by open requests",
                "amount");
    }

    private static RefusalException notReady() {
        return RefusalException.unavailable("the account's free credit is not known at the moment", RETRY_AFTER);
    }

    private static IllegalStateException impossible(Placed placed) {
        return new IllegalStateException("a withdrawal has no limits of a key: " + placed);
    }
}
