package io.tollgate.workers.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.workers.flow.Requests;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageRulesTest {

    private static final String TEXT = "twenty-four characters!!";

    @Test
    void shouldTakeWhatTheProviderReported() {
        Usage reported = usage(11L, 4L, 7L, 3L);

        Usage fixed = fix(counted(TEXT, reported), Outcome.COMPLETED);

        assertThat(fixed).isEqualTo(reported);
    }

    @Test
    void shouldEstimateWhatTheProviderDidNotReport() {
        Usage fixed = fix(counted(TEXT, null), Outcome.COMPLETED);

        assertThat(fixed.source()).isEqualTo(UsageSource.ESTIMATED);
        assertThat(fixed.promptTokens()).isEqualTo(10);
        assertThat(fixed.completionTokens()).isEqualTo(6);
    }

    @Test
    void shouldRecordNothingForAnAttemptThatBroughtNothing() {
        assertThat(fix(Counted.NOTHING, Outcome.FAILED)).isEqualTo(Usage.NONE);
    }

    @Test
    void shouldReplaceNegativeAndHugeQuantities() {
        Usage negative = fix(counted(TEXT, usage(-1L, null, -5L, null)), Outcome.COMPLETED);
        Usage huge = fix(counted(TEXT, usage(Long.MAX_VALUE, null, Long.MAX_VALUE, null)), Outcome.COMPLETED);

        assertThat(negative.promptTokens()).isEqualTo(10);
        assertThat(negative.completionTokens()).isEqualTo(6);
        assertThat(huge.promptTokens()).isEqualTo(20);
        assertThat(huge.completionTokens()).isEqualTo(6);
        assertThat(List.of(negative, huge)).extracting(Usage::source).containsOnly(UsageSource.ESTIMATED);
    }

    @Test
    void shouldCutPartsThatExceedTheirWhole() {
        Usage fixed = fix(counted(TEXT, usage(11L, 400L, 7L, 300L)), Outcome.COMPLETED);

        assertThat(fixed.cachedTokens()).isEqualTo(11);
        assertThat(fixed.reasoningTokens()).isEqualTo(7);
        assertThat(fixed.source()).isEqualTo(UsageSource.ESTIMATED);
    }

    @Test
    void shouldCountWhatWasSeenOfAStreamThatWasStopped() {
        Usage fixed = fix(counted(TEXT, usage(11L, null, 1L, null)), Outcome.CANCELLED);

        assertThat(fixed.promptTokens()).isEqualTo(11);
        assertThat(fixed.completionTokens()).isEqualTo(6);
        assertThat(fixed.source()).isEqualTo(UsageSource.ESTIMATED);
    }

    @Test
    void shouldHoldOutputBoundsHighAndEstimatesLikely() {
        TextLength english = TextLength.of("abcdefghijkl");
        TextLength other = TextLength.of("日本語😀");

        assertThat(english.likelyTokens()).isEqualTo(3);
        assertThat(english.mostTokens()).isEqualTo(4);
        assertThat(other.likelyTokens()).isEqualTo(4);
        assertThat(other.mostTokens()).isEqualTo(8);
    }

    @Test
    void shouldFoldSuccessiveReports() {
        Tally tally = new Tally();
        tally.add(List.of(
                new ReplyEvent.Began("up-1", null, null),
                new ReplyEvent.UsageReported(Usage.tokens(9L, 1L, UsageSource.REPORTED)),
                new ReplyEvent.Text(0, "x"),
                new ReplyEvent.UsageReported(Usage.tokens(null, 5L, UsageSource.REPORTED)),
                new ReplyEvent.Finished(0, "stop", "end_turn")));

        Counted counted = tally.counted();

        assertThat(counted.reported()).isEqualTo(Usage.tokens(9L, 5L, UsageSource.REPORTED));
        assertThat(counted.upstreamId()).isEqualTo("up-1");
        assertThat(counted.finishReason()).isEqualTo("stop");
        assertThat(counted.nativeFinishReason()).isEqualTo("end_turn");
        assertThat(tally.hasOutput()).isTrue();
    }

    private static Usage fix(Counted counted, Outcome outcome) {
        return UsageRules.fix(counted, outcome, Requests.features(null), null);
    }

    private static Counted counted(String text, @Nullable Usage reported) {
        List<ReplyEvent> events = new ArrayList<>(List.of(new ReplyEvent.Text(0, text)));
        if (reported != null) {
            events.add(new ReplyEvent.UsageReported(reported));
        }
        return Tally.of(events);
    }

    private static Usage usage(Long prompt, @Nullable Long cached, Long completion, @Nullable Long reasoning) {
        return new Usage(
                prompt,
                cached,
                null,
                null,
                null,
                completion,
                reasoning,
                null,
                null,
                null,
                null,
                null,
                UsageSource.REPORTED);
    }
}
