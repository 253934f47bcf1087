package io.tollgate.ingress.chat;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.tollgate.bus.ClaimCheck;
import io.tollgate.bus.EventPublisher;
import io.tollgate.contracts.request.BodyReference;
import io.tollgate.crash.CrashPoint;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.admission.CreditRefusal;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiException;
import io.tollgate.ingress.reply.PendingReply;
import io.tollgate.ingress.reply.Replies;
import io.tollgate.livestate.CreditHolds;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Accepts requests: sets the hold aside, and tells the rest of the system, in an order that leaves nothing behind wherever it breaks. The
 * hold stands in Redis before it is announced; it is announced before the request is; a reader waits before anybody can answer. Accepted is
 * what Kafka has acknowledged twice, or what somebody already works on. If this process dies in between, the workers' sweep takes the
 * hold back.
 */
@ApplicationScoped
public class Acceptance {

    private static final Logger LOG = Logger.getLogger(Acceptance.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final CreditHolds credit;
    private final EventPublisher publisher;
    private final BusWatch bus;
    private final ClaimCheck claimCheck;
    private final Replies replies;
    private final Withdrawals withdrawals;
    private final Confirmations confirmations;
    private final Clock clock;
    private final Duration publishTimeout;

    Acceptance(
            Vertx vertx,
            CreditHolds credit,
            EventPublisher publisher,
            BusWatch bus,
            ClaimCheck claimCheck,
            Replies replies,
            Withdrawals withdrawals,
            Confirmations confirmations,
            Clock clock,
            IngressConfig config) {
        this.vertx = vertx;
        this.credit = credit;
        this.publisher = publisher;
        this.bus = bus;
        this.claimCheck = claimCheck;
        this.replies = replies;
        this.withdrawals = withdrawals;
        this.confirmations = confirmations;
        this.clock = clock;
        this.publishTimeout = config.admission().publishTimeout();
    }

    /**
     * Emits the wait for the request's reply when the request is accepted. Fails with {@link ApiException}: 402 or 429 if its hold cannot
     * be placed, 503 if the bus or a store does not answer in time; nothing of the request is executed then. Fails with
     * {@link UndecidedException} if that cannot be made sure of now. Call it on the request's context; it emits there.
     */
    Uni<PendingReply> accept(Draft draft) {
        if (bus.isSilent()) {
            return Uni.createFrom().failure(unavailable(draft, new SilentBusException()));
        }
        Context context = vertx.getOrCreateContext();
        Executor onContext = command -> context.runOnContext(unused -> command.run());
        long started = System.nanoTime();
        return credit.place(draft.place())
                .onFailure()
                .transform(failure -> unavailable(draft, failure))
                .emitOn(onContext)
                .chain(placed -> {
                    Optional<ApiError> refusal = CreditRefusal.of(placed, draft.hold(), clock.instant());
                    return refusal.isPresent()
                            ? Uni.createFrom().failure(new ApiException(refusal.get()))
                            : announce(draft, onContext, started);
                });
    }

    private Uni<PendingReply> announce(Draft draft, Executor onContext, long started) {
        CrashPoint.INGRESS_AFTER_HOLD.reached();
        PendingReply pending = replies.open(draft.requestId(), draft.reply());
        // counted from before Redis was asked: the ledger, which may be rebuilding Redis, waits longer than that for
        // what it does not know yet
        return inTime(() -> prepare(draft, pending), publishTimeout.minusNanos(System.nanoTime() - started))
                .invoke(CrashPoint.INGRESS_AFTER_HOLD_ANNOUNCED::reached)
                .chain(reference -> inTime(
                        () -> bus.watch(publisher.publishWithBody(
                                draft.requested(reference), ClaimCheck.valueFor(reference, draft.body()))),
                        publishTimeout))
                .invoke(CrashPoint.INGRESS_AFTER_ACCEPTED::reached)
                .invoke(() -> confirmations.confirm(draft))
                .emitOn(onContext)
                .onFailure()
                .recoverWithUni(failure -> takeBack(draft, pending, failure, onContext))
                .replaceWith(pending);
    }

    private Uni<BodyReference> prepare(Draft draft, PendingReply pending) {
        return Uni.combine()
                .all()
                .unis(
                        bus.watch(publisher.publish(draft.holdPlaced())),
                        replies.register(pending),
                        claimCheck.store(draft.requestId(), draft.body()))
                .with((held, registered, reference) -> reference);
    }

    /** A step is not even begun when its time is over: Redis may have lost the hold that it would announce. */
    private static <T> Uni<T> inTime(Supplier<Uni<T>> step, Duration limit) {
        return limit.isPositive()
                ? step.get().ifNoItem().after(limit).fail()
                : Uni.createFrom().failure(new TimeoutException());
    }

    private Uni<Void> takeBack(Draft draft, PendingReply pending, Throwable failure, Executor onContext) {
        LOG.warnf("request %s is not accepted in time: %s", draft.requestId(), failure);
        return withdrawals
                .withdraw(draft)
                .emitOn(onContext)
                .onFailure()
                .transform(unknown -> undecided(draft, pending, failure))
                .chain(isVoid -> {
                    if (isVoid) {
                        replies.abandon(pending);
                        return Uni.createFrom().failure(unavailable(draft, failure));
                    }
                    // somebody has it already: refusing now would charge for an answer that nobody gets
                    return replies.register(pending).onFailure().transform(lost -> undecided(draft, pending, lost));
                });
    }

    private UndecidedException undecided(Draft draft, PendingReply pending, Throwable failure) {
        replies.leave(pending);
        return new UndecidedException(unavailable(draft, failure).error());
    }

    private static ApiException unavailable(Draft draft, Throwable failure) {
        LOG.warnf("request %s is refused: %s", draft.requestId(), failure.getMessage());
        return new ApiException(ApiError.unavailable("requests cannot be accepted at the moment", RETRY_AFTER));
    }
}
