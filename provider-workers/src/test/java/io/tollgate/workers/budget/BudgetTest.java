package io.tollgate.workers.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.pricing.HoldBounds;
import io.tollgate.workers.flow.Requests;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private static final RouteAssigned PROBE =
            Requests.route("acct", true, NanoUsd.of(1), Requests.stop("openai", "http://localhost"));

    private final Budget budget = new Budget(routeCovering(Requests.SLICE));

    @Test
    void shouldReadOnWhileThereIsPlenty() {
        assertThat(budget.coveredTokens()).isEqualTo(Requests.SLICE);
        assertThat(budget.next(10)).isEqualTo(Budget.Step.READ);
    }

    @Test
    void shouldAskForASliceBeforeTheHoldIsUsedUp() {
        // Given
        assertThat(budget.next(75)).isEqualTo(Budget.Step.EXTEND);

        // When
        NanoUsd asked = budget.ask();

        // Then
        assertThat(asked).isEqualTo(bound(2 * Requests.SLICE));
        assertThat(budget.next(80)).isEqualTo(Budget.Step.READ);
        assertThat(budget.next(100)).isEqualTo(Budget.Step.WAIT);
    }

    @Test
    void shouldReadOnOnceTheSliceIsGranted() {
        // Given
        NanoUsd asked = budget.ask();

        // When
        budget.granted(asked);

        // Then
        assertThat(budget.coveredTokens()).isEqualTo(2 * Requests.SLICE);
        assertThat(budget.held()).isEqualTo(asked);
        assertThat(budget.slice()).isEqualTo(2);
        assertThat(budget.next(100)).isEqualTo(Budget.Step.READ);
    }

    @Test
    void shouldUseUpWhatIsCoveredAndAskOnceMoreBeforeItStops() {
        // Given
        budget.ask();
        budget.refused(80);

        // When, Then
        assertThat(budget.next(90)).isEqualTo(Budget.Step.READ);
        assertThat(budget.next(100)).isEqualTo(Budget.Step.EXTEND);
        budget.ask();
        budget.refused(100);
        assertThat(budget.next(100)).isEqualTo(Budget.Step.STOP);
    }

    @Test
    void shouldAskTheSameAgainWhenNobodyAnswered() {
        NanoUsd first = budget.ask();
        budget.unanswered();

        assertThat(budget.ask()).isEqualTo(first);
    }

    private static RouteAssigned routeCovering(long tokens) {
        return Requests.route("acct", true, bound(tokens), PROBE.stop());
    }

    private static NanoUsd bound(long tokens) {
        return HoldBounds.bound(PROBE.stop().prices(), PROBE.features(), tokens, PROBE.feeBasisPoints());
    }
}
