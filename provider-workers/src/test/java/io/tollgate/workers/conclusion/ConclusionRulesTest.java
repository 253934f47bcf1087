package io.tollgate.workers.conclusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.dispatch.FailedStop;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.dialects.Dialects;
import io.tollgate.dialects.provider.FailureKind;
import io.tollgate.dialects.provider.ProviderDialect;
import io.tollgate.dialects.provider.ProviderFailure;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.dialects.reply.RouteTaken;
import io.tollgate.pricing.Rater;
import io.tollgate.workers.flow.Requests;
import io.tollgate.workers.usage.Counted;
import io.tollgate.workers.usage.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConclusionRulesTest {

    private static final NanoUsd HOLD = NanoUsd.of(1_000_000);
    private static final Counted ANSWER = Tally.of(List.of(
            new ReplyEvent.Text(0, "answer"),
            new ReplyEvent.Finished(0, "stop", null),
            new ReplyEvent.UsageReported(Usage.tokens(10L, 5L, UsageSource.REPORTED))));

    private final ConclusionRules rules = new ConclusionRules(5);
    private final RouteAssigned single =
            Requests.route("acct", true, HOLD, Requests.stop("openai", "http://localhost"));
    private final RouteAssigned pair = Requests.route(
            "acct",
            true,
            HOLD,
            Requests.stop("openai", "http://localhost"),
            Requests.stop("anthropic", "http://localhost"));

    @Test
    void shouldChargeACompleteAnswer() {
        Conclusion conclusion = rules.conclude(single, new Ending.Completed(), report(ANSWER, 2));

        assertThat(Objects.requireNonNull(conclusion.usage()).rating())
                .isEqualTo(Rater.rate(
                        conclusion.usage().usage(),
                        single.stop().prices(),
                        500,
                        HOLD,
                        NanoUsd.ZERO,
                        Outcome.COMPLETED));
        assertThat(Objects.requireNonNull(conclusion.closed()).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(Objects.requireNonNull(conclusion.end()).failure()).isNull();
        assertThat(conclusion.end().promptCost()).isEqualTo(NanoUsd.of(10_000));
        assertThat(conclusion.lastFrame()).isEqualTo(2);
    }

    @Test
    void shouldTakeAnEmptyAnswerForAFailure() {
        Conclusion conclusion = rules.conclude(pair, new Ending.Completed(), report(Counted.NOTHING, 0));

        assertThat(Objects.requireNonNull(conclusion.usage()).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Objects.requireNonNull(conclusion.next()).attempt()).isEqualTo(2);
    }

    @Test
    void shouldChargeAnEmptyAnswerThatFinishedForItsInput() {
        Counted finished = Tally.of(List.of(
                new ReplyEvent.Finished(0, "stop", null),
                new ReplyEvent.UsageReported(Usage.tokens(10L, 0L, UsageSource.REPORTED))));

        Conclusion conclusion = rules.conclude(pair, new Ending.Completed(), report(finished, 1));

        assertThat(Objects.requireNonNull(conclusion.usage()).rating().cost()).isEqualTo(NanoUsd.of(10_000));
        assertThat(Objects.requireNonNull(conclusion.closed()).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void shouldGoOnAfterAFailureBeforeTheFirstFrame() {
        Conclusion conclusion = rules.conclude(pair, failed(500, false), report(Counted.NOTHING, 0));

        RouteAssigned next = Objects.requireNonNull(conclusion.next());
        assertThat(next.stop().provider()).isEqualTo("anthropic");
        assertThat(next.failures()).containsExactly(failedStop(500, "server", "c", null));
        assertThat(conclusion.closed()).isNull();
        assertThat(Objects.requireNonNull(conclusion.usage()).usage()).isEqualTo(Usage.NONE);
    }

    @Test
    void shouldNotGoOnAfterTheFirstFrame() {
        Conclusion conclusion = rules.conclude(pair, failed(500, false), report(ANSWER, 1));

        assertThat(conclusion.next()).isNull();
        assertThat(Objects.requireNonNull(conclusion.usage()).outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(conclusion.usage().rating().charge()).isEqualTo(NanoUsd.ZERO);
        assertThat(conclusion.usage().rating().absorbed()).isEqualTo(NanoUsd.of(20_000));
    }

    @Test
    void shouldEndTheRouteWhenTheCallerIsAtFault() {
        Conclusion conclusion = rules.conclude(pair, failed(400, true), report(Counted.NOTHING, 0));

        assertThat(conclusion.next()).isNull();
        assertThat(failure(conclusion).status()).isEqualTo(400);
    }

    @Test
    void shouldNotGoOnAfterTheDeadline() {
        RouteAssigned late = Requests.route(
                "acct",
                true,
                HOLD,
                Duration.ofSeconds(-1),
                Requests.stop("openai", "http://localhost"),
                Requests.stop("anthropic", "http://localhost"));

        assertThat(rules.conclude(late, failed(500, false), report(Counted.NOTHING, 0))
                        .next())
                .isNull();
    }

    @Test
    void shouldSayThatCapacityIsExhaustedOnlyIfEveryProviderSaidSo() {
        RouteAssigned second = pair.next(failedStop(429, "rate_limit_exceeded", null, 9L), pair.hold());
        RouteAssigned mixed = pair.next(failedStop(500, "server", null, null), pair.hold());

        ReplyFailure all = failure(rules.conclude(second, failed(429, false), report(Counted.NOTHING, 0)));
        ReplyFailure some = failure(rules.conclude(mixed, failed(429, false), report(Counted.NOTHING, 0)));

        assertThat(all.status()).isEqualTo(429);
        assertThat(all.errorType()).isEqualTo("capacity_exhausted");
        assertThat(all.retryAfterSeconds()).isEqualTo(9);
        assertThat(some.status()).isEqualTo(503);
    }

    @Test
    void shouldTellTimeoutsFromOtherFailures() {
        assertThat(failure(rules.conclude(single, failed(504, false), report(Counted.NOTHING, 0)))
                        .status())
                .isEqualTo(504);
        assertThat(failure(rules.conclude(single, failed(401, false), report(Counted.NOTHING, 0)))
                        .status())
                .isEqualTo(502);
    }

    @Test
    void shouldTellOverloadAndTimeoutsAlikeWhateverTheDialect() {
        for (String dialect : Dialects.names()) {
            ProviderDialect spoken = Dialects.byName(dialect).orElseThrow();
            for (int status : new int[] {503, 529}) {
                assertThat(failureOf(spoken, status))
                        .as("%s %d", dialect, status)
                        .extracting(ReplyFailure::status, ReplyFailure::errorType)
                        .containsExactly(503, "provider_overloaded");
            }
            for (int status : new int[] {408, 504, 524}) {
                assertThat(failureOf(spoken, status))
                        .as("%s %d", dialect, status)
                        .extracting(ReplyFailure::status, ReplyFailure::errorType)
                        .containsExactly(504, "timeout");
            }
        }
    }

    @Test
    void shouldTellWhatLiesWithTheRequestUnlessAnotherMightServeItLater() {
        ProviderFailure tooLong = FailureKind.CONTEXT_LENGTH.because("too long", null);
        Ending failed = new Ending.Failed(tooLong, 400, null);
        RouteAssigned alsoTooLong = pair.next(failedStop(400, "context_length_exceeded", null, null), pair.hold());
        RouteAssigned busyBefore = pair.next(failedStop(503, "provider_overloaded", null, null), pair.hold());

        for (RouteAssigned route : List.of(single, alsoTooLong)) {
            ReplyFailure told = failure(rules.conclude(route, failed, report(Counted.NOTHING, 0)));
            assertThat(told.status()).isEqualTo(400);
            assertThat(told.errorType()).isEqualTo("context_length_exceeded");
        }
        assertThat(failure(rules.conclude(busyBefore, failed, report(Counted.NOTHING, 0)))
                        .status())
                .isEqualTo(502);
    }

    private ReplyFailure failureOf(ProviderDialect dialect, int status) {
        Ending failed = new Ending.Failed(dialect.failure(status, new byte[0]), status, null);
        return failure(rules.conclude(single, failed, report(Counted.NOTHING, 0)));
    }

    @Test
    void shouldRecordNoUsageWhereNoProviderWasCalled() {
        Ending busy = new Ending.NotCalled(Ending.Failed.of(503, "capacity_exhausted", "busy"));

        Conclusion onward = rules.conclude(pair, busy, report(Counted.NOTHING, 0));
        Conclusion last = rules.conclude(single, busy, report(Counted.NOTHING, 0));
        Conclusion expired = rules.conclude(single, new Ending.Expired(), report(Counted.NOTHING, 0));
        Conclusion gone = rules.conclude(single, new Ending.CancelledBefore(), report(Counted.NOTHING, 0));

        assertThat(List.of(onward, last, expired, gone)).allMatch(conclusion -> conclusion.usage() == null);
        assertThat(Objects.requireNonNull(onward.next()).failures().getFirst().called())
                .isFalse();
        assertThat(Objects.requireNonNull(last.closed()).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failure(last).status()).isEqualTo(503);
        assertThat(Objects.requireNonNull(expired.closed()).outcome()).isEqualTo(Outcome.EXPIRED);
        assertThat(Objects.requireNonNull(gone.closed()).outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(List.of(last, expired, gone))
                .allMatch(conclusion ->
                        Objects.requireNonNull(conclusion.closed()).attempts() == 0);
    }

    @Test
    void shouldTryALostAttemptAgainIfNobodySawAnything() {
        Conclusion again = rules.conclude(single, new Ending.Lost(false), report(Counted.NOTHING, 0));
        Conclusion onward = rules.conclude(pair, new Ending.Lost(false), report(Counted.NOTHING, 0));
        Conclusion over = rules.conclude(single, new Ending.Lost(true), report(Counted.NOTHING, 0));
        Conclusion seen = rules.conclude(pair, new Ending.Lost(false), report(ANSWER, 1));

        assertThat(Objects.requireNonNull(again.next()).stop()).isEqualTo(single.stop());
        assertThat(again.next().attempt()).isEqualTo(2);
        assertThat(Objects.requireNonNull(onward.next()).stop().provider()).isEqualTo("anthropic");
        assertThat(over.next()).isNull();
        assertThat(Objects.requireNonNull(seen.closed()).outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(Objects.requireNonNull(again.usage()).outcome()).isEqualTo(Outcome.ABANDONED);
    }

    @Test
    void shouldStopTryingAfterTheLastAttempt() {
        assertThat(new ConclusionRules(1)
                        .conclude(pair, failed(500, false), report(Counted.NOTHING, 0))
                        .next())
                .isNull();
    }

    @Test
    void shouldEndAStreamWithoutCreditWithItsLimit() {
        Conclusion conclusion = rules.conclude(single, new Ending.OutOfCredit("key"), report(ANSWER, 3));

        assertThat(failure(conclusion).status()).isEqualTo(402);
        assertThat(failure(conclusion).limitSource()).isEqualTo("key");
        assertThat(Objects.requireNonNull(conclusion.usage()).rating().charge()).isEqualTo(NanoUsd.of(21_000));
    }

    @Test
    void shouldSurviveItsWayThroughTheLease() {
        Conclusion end = rules.conclude(single, new Ending.Completed(), report(ANSWER, 2));
        Conclusion onward = rules.conclude(pair, failed(500, false), report(Counted.NOTHING, 0));

        assertThat(Conclusion.parse(end.toJson())).isEqualTo(end);
        assertThat(Conclusion.parse(onward.toJson())).isEqualTo(onward);
    }

    @Test
    void shouldTellTheWayOfARequest() {
        RouteAssigned second = pair.next(failedStop(429, "rate_limit_exceeded", null, null), pair.hold());
        Ending busy = new Ending.NotCalled(Ending.Failed.of(503, "capacity_exhausted", "busy"));

        RouteTaken answered = route(rules.conclude(second, new Ending.Completed(), report(ANSWER, 2)));
        RouteTaken failed = route(rules.conclude(second, failed(500, false), report(Counted.NOTHING, 0)));
        RouteTaken notCalled = route(rules.conclude(single, busy, report(Counted.NOTHING, 0)));
        RouteTaken expired = route(rules.conclude(pair, new Ending.Expired(), report(Counted.NOTHING, 0)));

        RouteTaken.Tried first = new RouteTaken.Tried("test/model", "OPENAI", 429, "rate_limit_exceeded", true);
        assertThat(answered.failed()).containsExactly(first);
        assertThat(answered.last()).isEqualTo(new RouteTaken.Tried("test/model", "ANTHROPIC", 200, null, true));
        assertThat(answered.candidates())
                .containsExactly(
                        new RouteTaken.Candidate("test/model", "OPENAI", false),
                        new RouteTaken.Candidate("test/model", "ANTHROPIC", true));
        assertThat(failed.failed()).containsExactly(first);
        assertThat(failed.last()).isEqualTo(new RouteTaken.Tried("test/model", "ANTHROPIC", 500, "c", true));
        assertThat(failed.candidates()).noneMatch(RouteTaken.Candidate::selected);
        assertThat(Objects.requireNonNull(notCalled.last()).called()).isFalse();
        assertThat(expired.last()).isNull();
        assertThat(expired.candidates()).hasSize(2);
    }

    @Test
    void shouldNameAStopThatWasTriedTwiceOnce() {
        RouteAssigned again =
                Objects.requireNonNull(rules.conclude(single, new Ending.Lost(false), report(Counted.NOTHING, 0))
                        .next());

        RouteTaken answered = route(rules.conclude(again, new Ending.Completed(), report(ANSWER, 2)));

        assertThat(answered.failed()).hasSize(1);
        assertThat(answered.candidates()).containsExactly(new RouteTaken.Candidate("test/model", "OPENAI", true));
    }

    private static RouteTaken route(Conclusion conclusion) {
        return Objects.requireNonNull(Objects.requireNonNull(conclusion.end()).route());
    }

    private static FailedStop failedStop(
            int status, String errorType, @Nullable String providerCode, @Nullable Long retryAfterSeconds) {
        return new FailedStop(
                "openai",
                true,
                status,
                errorType,
                providerCode,
                retryAfterSeconds,
                "test/model@openai",
                "test/model",
                "OPENAI");
    }

    private static ReplyFailure failure(Conclusion conclusion) {
        return Objects.requireNonNull(Objects.requireNonNull(conclusion.end()).failure());
    }

    private static Ending.Failed failed(int status, boolean callerFault) {
        return new Ending.Failed(new ProviderFailure(status, "server", "no", "c", callerFault), status, null);
    }

    private static AttemptReport report(Counted counted, long frames) {
        Instant now = Instant.now();
        return new AttemptReport(counted, frames, HOLD, now.minusMillis(100), now.minusMillis(50), now);
    }
}
