package io.tollgate.ledger.correction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.ledger.Samples;
import io.tollgate.ledger.correction.CorrectionRules.Plan;
import io.tollgate.ledger.posting.Posting;
import io.tollgate.ledger.posting.Transactions;
import io.tollgate.pricing.Rater;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CorrectionRulesTest {

    private static final Outcome[] OUTCOMES = {Outcome.COMPLETED, Outcome.CANCELLED, Outcome.FAILED};

    @RepeatedTest(500)
    void shouldStayWithinHoldAndCredit(RepetitionInfo repetition) {
        // Given
        Random random = new Random(repetition.getCurrentRepetition());
        NanoUsd others = NanoUsd.of(random.nextLong(Samples.HOLD.value()));
        StandingCharge standing = standing(random, others);
        Usage usage = Usage.tokens(random.nextLong(20_000), random.nextLong(20_000), UsageSource.REPORTED);
        NanoUsd free = NanoUsd.of(random.nextLong(Samples.HOLD.value()));
        // When
        Plan wanted = CorrectionRules.rate(standing, usage, Samples.PRICES);
        Plan plan = CorrectionRules.within(wanted, NanoUsd.min(wanted.increase(), free));
        // Then
        assertThat(plan.after().charge().plus(others)).as(repetition.toString()).isLessThanOrEqualTo(Samples.HOLD);
        assertThat(plan.increase()).as(repetition.toString()).isLessThanOrEqualTo(free);
        assertThat(plan.after().cost()).isEqualTo(Rater.cost(usage, Samples.PRICES));
        assertThat(plan.after())
                .isEqualTo(Rater.rate(
                        usage, Samples.PRICES, Samples.FEE, plan.hold(), plan.billedBefore(), standing.outcome()));
        NanoUsd sum = Transactions.correction(
                        Ids.newId(),
                        standing.attemptId(),
                        standing.account(),
                        standing.provider(),
                        standing.rating(),
                        plan.after(),
                        "x")
                .postings()
                .stream()
                .map(Posting::amount)
                .reduce(NanoUsd.ZERO, NanoUsd::plus);
        assertThat(sum).isEqualTo(NanoUsd.ZERO);
    }

    @Test
    void shouldGiveBackWithoutAskingForCredit() {
        // Given
        StandingCharge standing = standing(new Random(1), NanoUsd.ZERO, Outcome.COMPLETED, 1000, 1000);
        // When
        Plan plan = CorrectionRules.rate(standing, Usage.tokens(1000L, 10L, UsageSource.REPORTED), Samples.PRICES);
        // Then
        assertThat(plan.increase()).isEqualTo(NanoUsd.ZERO);
        assertThat(plan.difference().isNegative()).isTrue();
        assertThat(CorrectionRules.within(plan, NanoUsd.ZERO)).isEqualTo(plan);
    }

    private static StandingCharge standing(Random random, NanoUsd others) {
        return standing(
                random,
                others,
                OUTCOMES[random.nextInt(OUTCOMES.length)],
                random.nextInt(10_000),
                random.nextInt(10_000));
    }

    private static StandingCharge standing(
            Random random, NanoUsd others, Outcome outcome, long prompt, long completion) {
        String request = Ids.newRequestId();
        // the others' charges came before or after this one
        NanoUsd before = random.nextBoolean() ? others : NanoUsd.ZERO;
        Rating rating = Rater.rate(
                Usage.tokens(prompt, completion, UsageSource.REPORTED),
                Samples.PRICES,
                Samples.FEE,
                Samples.HOLD,
                others,
                outcome);
        return new StandingCharge(
                Ids.attemptId(request, 1),
                request,
                "acme",
                Samples.KEY,
                Samples.MODEL,
                Samples.PROVIDER,
                Samples.ENDPOINT,
                null,
                outcome,
                Samples.PRICES,
                Samples.FEE,
                Samples.HOLD,
                before,
                others,
                rating,
                0,
                Instant.EPOCH);
    }
}
