package io.tollgate.workers.conclusion;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.attempt.AttemptFinished;
import io.tollgate.contracts.dispatch.FailedStop;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.dispatch.Stop;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.HoldTerms;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.pricing.Rater;
import io.tollgate.pricing.UnpricedUsageException;
import io.tollgate.workers.usage.UsageRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Decides what follows from the end of an attempt. */
public final class ConclusionRules {

    private static final int PAYMENT_REQUIRED = 402;
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final long MILLIS_PER_SECOND = 1000;

    private final int maxAttempts;

    /**
     * @param maxAttempts attempts of one request, over all stops of its route, at least 1
     */
    public ConclusionRules(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    /** What follows. */
    public Conclusion conclude(RouteAssigned route, Ending ending, AttemptReport report) {
        Outcome outcome = outcome(ending, report);
        boolean called = wasCalled(ending);
        UsageRecorded usage = called ? usage(route, outcome, report) : null;
        AttemptFinished finished = finished(route, ending, outcome, report, usage);
        Ending.Failed failure = failure(ending, outcome);
        if (failure != null && mayGoOn(route, ending, failure, outcome, report)) {
            RouteAssigned next = next(route, ending, failed(route, failure, called), hold(route, report));
            return new Conclusion(usage, finished, next, null, null, report.framesWritten());
        }
        int attempts = attempts(route, called);
        Outcome closing = outcome == Outcome.REFUSED && attempts > 0 ? Outcome.FAILED : outcome;
        ReplyFailure told = told(route, ending, outcome, failure);
        RequestClosed closed = new RequestClosed(
                route.requestId(),
                route.account(),
                route.key(),
                closing,
                attempts,
                report.hold(),
                told == null ? null : told.errorType(),
                report.finishedAt());
        End end = new End(
                closing,
                told,
                usage == null ? null : usage.usage(),
                usage == null ? null : usage.rating(),
                attempts,
                usage == null ? null : promptCost(usage),
                usage == null ? null : Integer.valueOf(route.feeBasisPoints()),
                RouteStory.of(route, called, failure, report.framesWritten() > 0));
        return new Conclusion(usage, finished, null, closed, end, report.framesWritten());
    }

    private static Outcome outcome(Ending ending, AttemptReport report) {
        boolean visible = report.framesWritten() > 0;
        return switch (ending) {
            case Ending.NotCalled ignored -> Outcome.REFUSED;
            case Ending.Unfunded ignored -> Outcome.REFUSED;
            case Ending.Expired ignored -> Outcome.EXPIRED;
            case Ending.CancelledBefore ignored -> Outcome.CANCELLED;
            case Ending.Completed ignored -> isEmpty(report) ? Outcome.FAILED : Outcome.COMPLETED;
            case Ending.Failed ignored -> visible ? Outcome.INTERRUPTED : Outcome.FAILED;
            case Ending.Cancelled ignored -> Outcome.CANCELLED;
            case Ending.OutOfCredit ignored -> Outcome.BUDGET_EXHAUSTED;
            case Ending.Lost ignored -> visible ? Outcome.INTERRUPTED : Outcome.ABANDONED;
        };
    }

    /** An answer with neither output nor a finish reason is no answer. */
    private static boolean isEmpty(AttemptReport report) {
        return !report.counted().output() && report.counted().finishReason() == null;
    }

    private static boolean wasCalled(Ending ending) {
        return switch (ending) {
            case Ending.NotCalled ignored -> false;
            case Ending.Unfunded ignored -> false;
            case Ending.Expired ignored -> false;
            case Ending.CancelledBefore ignored -> false;
            case Ending.Completed ignored -> true;
            case Ending.Failed ignored -> true;
            case Ending.Cancelled ignored -> true;
            case Ending.OutOfCredit ignored -> true;
            case Ending.Lost ignored -> true;
        };
    }

    private static Ending.@Nullable Failed failure(Ending ending, Outcome outcome) {
        return switch (ending) {
            case Ending.NotCalled notCalled -> notCalled.why();
            case Ending.Failed failed -> failed;
            case Ending.Lost ignored ->
                Ending.Failed.of(BAD_GATEWAY, "provider_unavailable", "The answer was lost on its way. Try again.");
            case Ending.Completed ignored
            when outcome == Outcome.FAILED ->
                Ending.Failed.of(BAD_GATEWAY, "provider_unavailable", "The provider gave an empty answer.");
            default -> null;
        };
    }

    private boolean mayGoOn(
            RouteAssigned route, Ending ending, Ending.Failed failure, Outcome outcome, AttemptReport report) {
        boolean callerGone = ending instanceof Ending.Lost lost && lost.callerGone();
        return !callerGone
                && outcome != Outcome.INTERRUPTED
                && report.framesWritten() == 0
                && !failure.failure().callerFault()
                && (route.hasNext() || outcome == Outcome.ABANDONED)
                && route.attempt() < maxAttempts
                && report.finishedAt().isBefore(route.deadline());
    }

    private static RouteAssigned next(RouteAssigned route, Ending ending, FailedStop failed, HoldTerms hold) {
        boolean lost = ending instanceof Ending.Lost;
        return lost && !route.hasNext() ? route.again(failed, hold) : route.next(failed, hold);
    }

    private static HoldTerms hold(RouteAssigned route, AttemptReport report) {
        HoldTerms before = route.hold();
        return new HoldTerms(report.hold(), before.promptTokens(), before.sliceTokens(), before.limitWindow());
    }

    private static FailedStop failed(RouteAssigned route, Ending.Failed failure, boolean called) {
        return new FailedStop(
                route.stop().provider(),
                called,
                failure.failure().status(),
                failure.failure().errorType(),
                failure.failure().providerCode(),
                failure.retryAfterSeconds(),
                route.stop().endpoint(),
                route.stop().model(),
                route.stop().providerName());
    }

    private static int attempts(RouteAssigned route, boolean called) {
        long before = route.failures().stream().filter(FailedStop::called).count();
        return Math.toIntExact(before + (called ? 1 : 0));
    }

    private static @Nullable ReplyFailure told(
            RouteAssigned route, Ending ending, Outcome outcome, Ending.@Nullable Failed failure) {
        if (failure != null) {
            return outcome == Outcome.INTERRUPTED
                    ? failure.failure().toReply(route.stop().providerName())
                    : RouteFailures.of(route.stop(), failure, route.failures());
        }
        return switch (ending) {
            case Ending.Expired ignored ->
                ReplyFailure.of(GATEWAY_TIMEOUT, "timeout", "The request waited longer than its deadline allows.");
            case Ending.OutOfCredit out ->
                creditMissing("Credit ran out while the answer was being written.", out.limitSource());
            case Ending.Unfunded unfunded ->
                creditMissing("There is not enough credit for this request any more.", unfunded.limitSource());
            default -> null;
        };
    }

    private static ReplyFailure creditMissing(String message, String limitSource) {
        return new ReplyFailure(PAYMENT_REQUIRED, "payment_required", message, null, null, null, limitSource);
    }

    private static UsageRecorded usage(RouteAssigned route, Outcome outcome, AttemptReport report) {
        Stop stop = route.stop();
        Usage usage = UsageRules.fix(report.counted(), outcome, route.features(), stop.maxOutputTokens());
        return new UsageRecorded(
                Ids.attemptId(route.requestId(), route.attempt()),
                route.requestId(),
                route.attempt(),
                route.account(),
                route.key(),
                route.cell(),
                route.operation(),
                route.requestedModel(),
                stop.model(),
                stop.provider(),
                stop.providerName(),
                stop.endpoint(),
                stop.prices(),
                route.feeBasisPoints(),
                report.hold(),
                route.billedBefore(),
                usage,
                rating(route, usage, outcome, report),
                outcome,
                report.counted().finishReason(),
                report.counted().nativeFinishReason(),
                report.counted().upstreamId(),
                stop.tier(),
                stop.simulated(),
                route.stream(),
                route.acceptedAt(),
                report.startedAt(),
                report.firstTokenAt(),
                report.finishedAt(),
                route.app(),
                route.user(),
                route.labels());
    }

    /**
     * The rating; where the usage has a quantity without a price the caller is charged nothing, and the ledger, which cannot
     * rate it either, puts the event aside for the operator.
     */
    private static Rating rating(RouteAssigned route, Usage usage, Outcome outcome, AttemptReport report) {
        try {
            return Rater.rate(
                    usage, route.stop().prices(), route.feeBasisPoints(), report.hold(), route.billedBefore(), outcome);
        } catch (UnpricedUsageException | ArithmeticException unratable) {
            return Rating.FREE;
        }
    }

    /** The part of the cost that stands for input; the request's own price counts as input. */
    private static @Nullable NanoUsd promptCost(UsageRecorded recorded) {
        Usage usage = recorded.usage();
        Usage input = new Usage(
                usage.promptTokens(),
                usage.cachedTokens(),
                usage.cacheWriteTokens(),
                usage.imagePromptTokens(),
                usage.audioPromptTokens(),
                null,
                null,
                null,
                null,
                usage.inputImages(),
                null,
                null,
                usage.source());
        try {
            return Rater.cost(input, recorded.prices());
        } catch (UnpricedUsageException | ArithmeticException unratable) {
            return null;
        }
    }

    private static @Nullable AttemptFinished finished(
            RouteAssigned route, Ending ending, Outcome outcome, AttemptReport report, @Nullable UsageRecorded usage) {
        boolean saysNothingOfTheProvider = ending instanceof Ending.Unfunded
                || ending instanceof Ending.Expired
                || ending instanceof Ending.CancelledBefore
                || ending instanceof Ending.Lost;
        if (saysNothingOfTheProvider) {
            return null;
        }
        Ending.Failed failure = failure(ending, outcome);
        Stop stop = route.stop();
        return new AttemptFinished(
                Ids.attemptId(route.requestId(), route.attempt()),
                route.requestId(),
                route.attempt(),
                route.account(),
                stop.endpoint(),
                stop.model(),
                stop.provider(),
                outcome,
                failure == null ? null : failure.providerStatus(),
                failure == null ? null : failure.failure().errorType(),
                report.firstTokenAt() == null
                        ? null
                        : Duration.between(report.startedAt(), report.firstTokenAt())
                                .toMillis(),
                tokensPerSecond(report, usage),
                report.finishedAt());
    }

    private static @Nullable Double tokensPerSecond(AttemptReport report, @Nullable UsageRecorded usage) {
        if (usage == null || report.firstTokenAt() == null || usage.usage().completionTokens() == null) {
            return null;
        }
        long millis =
                Duration.between(report.firstTokenAt(), report.finishedAt()).toMillis();
        long tokens = usage.usage().completionTokensOrZero();
        return millis <= 0 || tokens <= 1 ? null : (tokens - 1) * (double) MILLIS_PER_SECOND / millis;
    }
}
