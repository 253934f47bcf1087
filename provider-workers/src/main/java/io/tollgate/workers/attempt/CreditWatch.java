package io.tollgate.workers.attempt;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.pricing.UnpricedUsageException;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.budget.Budget;
import io.tollgate.workers.budget.HoldExtender;
import io.tollgate.workers.budget.HoldExtender.Extension;
import io.tollgate.workers.conclusion.Ending;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Keeps the output of one attempt within its hold. Used on the attempt's context only. */
final class CreditWatch {

    private static final int INTERNAL_ERROR = 500;
    private static final int UNAVAILABLE = 503;
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);

    private final Vertx vertx;
    private final Executor onContext;
    private final HoldExtender holds;
    private final WorkersConfig config;
    private final RouteAssigned route;
    private final CreditListener listener;
    private final Budget budget;
    private long seenTokens;
    private @Nullable Long unansweredSince;
    private boolean awaiting;
    private boolean over;
    private String limitSource = "credits";

    /**
     * Must be made on the attempt's context.
     *
     * @throws NotCallableException if the stop has no price for prompt or output tokens
     */
    CreditWatch(Vertx vertx, HoldExtender holds, WorkersConfig config, RouteAssigned route, CreditListener listener) {
        this.vertx = vertx;
        Context context = vertx.getOrCreateContext();
        this.onContext = task -> context.runOnContext(ignored -> task.run());
        this.holds = holds;
        this.config = config;
        this.route = route;
        this.listener = listener;
        this.budget = budgetOf(route);
    }

    private static Budget budgetOf(RouteAssigned route) {
        try {
            return new Budget(route);
        } catch (UnpricedUsageException | ArithmeticException unpriced) {
            throw NotCallableException.internal("This endpoint has no price.");
        }
    }

    /** The whole hold at this moment. */
    NanoUsd held() {
        return budget.held();
    }

    /**
     * Sets aside what the call needs before it is made: what it costs at least, which the hold does not cover if the price rose since it was
     * placed; and what an answer costs that comes in one piece, whose growth nobody can watch. Fails with {@link UnfundedException} if there
     * is not enough credit for the former.
     *
     * @return output tokens that the answer must be limited to for each choice; {@link Long#MAX_VALUE} if no limit is needed
     */
    Uni<Long> beforeCall() {
        return firstSlice().chain(this::wholeAnswer);
    }

    private Uni<Void> firstSlice() {
        if (budget.coveredTokens() >= budget.firstTokens()) {
            return Uni.createFrom().voidItem();
        }
        return extendPatiently(budget.firstTokens())
                .invoke(extension -> {
                    if (extension instanceof Extension.Refused refused) {
                        throw new UnfundedException(refused.limitSource());
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Long> wholeAnswer() {
        long wanted = Math.min(budget.limitTokens(), config.budget().wholeAnswerTokens());
        if (route.stream() || budget.coveredTokens() >= wanted) {
            return Uni.createFrom().item(Long.MAX_VALUE);
        }
        return extendPatiently(wanted)
                .map(extension -> extension instanceof Extension.Granted ? Long.MAX_VALUE : coveredPerChoice());
    }

    private long coveredPerChoice() {
        return Math.max(1, budget.coveredTokens() / Math.max(1, route.features().choices()));
    }

    /**
     * Extends the hold before the call. Asks again while nobody answers, as long as a stream would wait and somebody wants the answer.
     *
     * @return granted or refused; fails with {@link NotCallableException} otherwise
     */
    private Uni<Extension> extendPatiently(long outputTokens) {
        long since = System.nanoTime();
        return Uni.createFrom()
                .deferred(() -> extend(outputTokens))
                .runSubscriptionOn(onContext)
                .repeat()
                .withDelay(ASK_AGAIN)
                .whilst(extension ->
                        extension instanceof Extension.Unanswered && listener.isWanted() && !givenUp(since))
                .select()
                .last()
                .toUni()
                .invoke(this::answeredBeforeCall);
    }

    private void answeredBeforeCall(Extension extension) {
        switch (extension) {
            case Extension.Granted granted -> budget.granted(granted.total());
            case Extension.Refused ignored -> budget.unanswered();
            case Extension.Unanswered ignored ->
                throw NotCallableException.unavailable("Credit could not be set aside.");
            case Extension.Gone ignored -> throw NotCallableException.unavailable("The request is no longer funded.");
        }
    }

    private boolean givenUp(long since) {
        return System.nanoTime() - since > config.budget().giveUpAfter().toNanos();
    }

    private Uni<Extension> extend(long outputTokens) {
        int slice = budget.slice();
        return holds.extend(route, budget.askFor(outputTokens), slice).emitOn(onContext);
    }

    /** Redis was lost and filled again: makes sure that it holds what this attempt counts on. */
    void secure() {
        holds.secure(route, budget.held()).emitOn(onContext).subscribe().with(extension -> {
            if (extension instanceof Extension.Refused refused) {
                stop(new Ending.OutOfCredit(refused.limitSource()));
            }
        });
    }

    /** So many output tokens were seen, at most. */
    void seen(long tokens) {
        seenTokens = tokens;
        check();
    }

    private void check() {
        if (over) {
            return;
        }
        switch (budget.next(seenTokens)) {
            case READ -> readOn();
            case EXTEND -> {
                ask();
                check();
            }
            case WAIT -> {
                awaiting = true;
                listener.awaited();
            }
            case STOP -> stop(new Ending.OutOfCredit(limitSource));
        }
    }

    private void readOn() {
        if (awaiting) {
            awaiting = false;
            listener.there();
        }
    }

    private void ask() {
        int slice = budget.slice();
        holds.extend(route, budget.ask(), slice).emitOn(onContext).subscribe().with(this::answered);
    }

    private void answered(Extension extension) {
        switch (extension) {
            case Extension.Granted granted -> {
                unansweredSince = null;
                budget.granted(granted.total());
                check();
            }
            case Extension.Refused refused -> {
                unansweredSince = null;
                limitSource = refused.limitSource();
                budget.refused(seenTokens);
                check();
            }
            case Extension.Gone ignored ->
                stop(Ending.Failed.of(INTERNAL_ERROR, "server", "The request is no longer funded."));
            case Extension.Unanswered ignored -> askLater();
        }
    }

    private void askLater() {
        Long since = Objects.requireNonNullElseGet(unansweredSince, System::nanoTime);
        unansweredSince = since;
        if (awaiting && givenUp(since)) {
            stop(Ending.Failed.of(UNAVAILABLE, "server", "Credit could not be set aside for more output."));
            return;
        }
        vertx.setTimer(ASK_AGAIN.toMillis(), ignored -> {
            budget.unanswered();
            check();
        });
    }

    private void stop(Ending why) {
        if (!over) {
            over = true;
            listener.out(why);
        }
    }
}
