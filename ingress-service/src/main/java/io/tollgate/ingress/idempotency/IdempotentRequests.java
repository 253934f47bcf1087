package io.tollgate.ingress.idempotency;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiException;
import io.tollgate.livestate.CreditHolds;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Sees to it that an idempotency key stands for one request. Who comes first claims the key in PostgreSQL before the request leaves any
 * trace; who comes later attaches to that request, or waits while it is being accepted. A request that is refused frees its key.
 *
 * <p>An instance that dies between claim and acceptance leaves a key in doubt. It does not stay so: after the longest time that an
 * acceptance can take, the next use voids the request unless a worker has claimed it. If one has, the request was accepted. If not, it cannot
 * run any more; the ledger knows whether it ran before Redis forgot it, and then its charge stands. Else its hold is closed like that of any
 * orphan, and the key goes on to a new request.
 */
@ApplicationScoped
public class IdempotentRequests {

    private static final Logger LOG = Logger.getLogger(IdempotentRequests.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration BACK_OFF = Duration.ofMillis(200);
    private static final int ATTEMPTS = 3;

    private final KeyUseRepository keys;
    private final CreditHolds credit;
    private final ChargeLookup charges;
    private final Vertx vertx;
    private final IngressConfig.Idempotency config;

    IdempotentRequests(
            KeyUseRepository keys, CreditHolds credit, ChargeLookup charges, Vertx vertx, IngressConfig config) {
        this.keys = keys;
        this.credit = credit;
        this.charges = charges;
        this.vertx = vertx;
        this.config = config.idempotency();
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(
                config.purgeEvery().toMillis(),
                tick -> keys.purge()
                        .subscribe()
                        .with(
                                removed -> LOG.debugf("%d idempotency keys removed", removed),
                                failure -> LOG.warnf("idempotency keys cannot be removed: %s", failure.getMessage())));
    }

    /**
     * What a request is to do. Fails with {@link ApiException}: 422 if the key stands for another body, 503 if keys cannot be checked now.
     * Whoever is told to run must say {@link #accepted} or {@link #refused}. May emit on any thread.
     */
    public Uni<Turn> turn(KeyUse use) {
        long patienceNanos = config.acceptance().multipliedBy(2).toNanos();
        return turn(use, System.nanoTime() + patienceNanos)
                .onFailure(failure -> !(failure instanceof ApiException))
                .transform(IdempotentRequests::unavailable);
    }

    /**
     * Notes that a request is accepted. Emits false if its key was given to another request meanwhile, because this instance had stopped
     * for longer than an acceptance may take: the request is void then. Emits true if that cannot be found out; the next use of the key
     * will.
     */
    public Uni<Boolean> accepted(KeyUse use, String requestId) {
        return keys.accept(use, requestId)
                .onFailure()
                .retry()
                .withBackOff(BACK_OFF)
                .atMost(ATTEMPTS)
                .onFailure()
                .invoke(failure -> LOG.warnf("the key of request %s stays in doubt", requestId))
                .onFailure()
                .recoverWithItem(true);
    }

    /** Frees the key of a request that was refused and will not run. Does not fail; what it cannot free now is in doubt for a while. */
    public Uni<Void> refused(KeyUse use, String requestId) {
        return keys.free(use, requestId)
                .onFailure()
                .invoke(failure -> LOG.warnf("the key of request %s cannot be freed now", requestId))
                .onFailure()
                .recoverWithItem(false)
                .replaceWithVoid();
    }

    private Uni<Turn> turn(KeyUse use, long untilNanos) {
        String requestId = Ids.newRequestId();
        return keys.claim(use, requestId)
                .chain(claimed -> claimed
                        ? Uni.createFrom().item(new Turn.Run(requestId))
                        : keys.find(use)
                                .chain(found -> found.isPresent()
                                        ? known(use, found.get(), untilNanos)
                                        : again(use, untilNanos)));
    }

    private Uni<Turn> known(KeyUse use, KeyEntry entry, long untilNanos) {
        return switch (KeyUseRule.judge(use, entry)) {
            case OTHER_BODY -> Uni.createFrom().failure(otherBody());
            case ATTACH -> Uni.createFrom().item(new Turn.Attach(entry.requestId()));
            case WAIT -> again(use, untilNanos);
            case DOUBT -> resolve(use, entry.requestId(), untilNanos);
        };
    }

    private Uni<Turn> resolve(KeyUse use, String requestId, long untilNanos) {
        return hasRun(use.account(), requestId)
                .chain(hasRun -> hasRun ? attach(use, requestId, untilNanos) : takeOver(use, requestId, untilNanos));
    }

    /** Whether a request runs or ran; if not, it never will. */
    private Uni<Boolean> hasRun(String account, String requestId) {
        return credit.voidIfUnclaimed(account, requestId)
                .chain(isVoid -> isVoid
                        ? charges.isCharged(account, requestId)
                        : Uni.createFrom().item(true));
    }

    private Uni<Turn> attach(KeyUse use, String requestId, long untilNanos) {
        return keys.accept(use, requestId)
                .chain(ours -> ours ? Uni.createFrom().<Turn>item(new Turn.Attach(requestId)) : again(use, untilNanos));
    }

    private Uni<Turn> takeOver(KeyUse use, String requestId, long untilNanos) {
        String successor = Ids.newRequestId();
        return keys.takeOver(use, requestId, successor)
                .chain(ours -> ours ? Uni.createFrom().<Turn>item(new Turn.Run(successor)) : again(use, untilNanos));
    }

    private Uni<Turn> again(KeyUse use, long untilNanos) {
        if (System.nanoTime() - untilNanos >= 0) {
            return Uni.createFrom().failure(unavailable(new IllegalStateException("the key changes hands too often")));
        }
        return Uni.createFrom()
                .<Long>emitter(emitter -> vertx.setTimer(config.poll().toMillis(), emitter::complete))
                .chain(fired -> turn(use, untilNanos));
    }

    private static ApiException otherBody() {
        return new ApiException(ApiError.of(
                        422, "unprocessable", IdempotencyKeys.HEADER + " was used with another body in the last day")
                .withParam(IdempotencyKeys.HEADER)
                .withHeader(ApiError.SHOULD_RETRY, "false"));
    }

    private static ApiException unavailable(Throwable failure) {
        LOG.warnf("idempotency keys cannot be checked: %s", failure.getMessage());
        return new ApiException(ApiError.unavailable("idempotency keys cannot be checked at the moment", RETRY_AFTER));
    }
}
