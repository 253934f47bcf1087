package io.tollgate.ledger.rerating;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.ledger.correction.CorrectionRules.Plan;
import io.tollgate.ledger.correction.StandingCharge;
import io.tollgate.ledger.rerating.RerateRules.Candidate;
import io.tollgate.pricing.Rater;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RerateRulesTest {

    private static final String ENDPOINT = "a/b@p";
    private static final int FEE = 500;
    private static final Instant START = Instant.parse("2026-10-10T10:00:00Z");

    @Test
    void shouldRateUnderThePriceOfTheInstantAtWhichTheAttemptBegan() {
        // Given
        RerateOrder order = order(
                null,
                version(ENDPOINT, "2026-10-01T00:00:00Z", 7),
                version(ENDPOINT, "2026-10-10T10:00:00Z", 5),
                version(ENDPOINT, "2026-10-20T00:00:00Z", 9));
        // When
        List<Plan> rated = RerateRules.decide(order, List.of(candidate(1000, 3, NanoUsd.parse("1"), true)))
                .rated();
        // Then
        assertThat(rated).singleElement().satisfies(plan -> {
            assertThat(plan.after().cost()).isEqualTo(NanoUsd.of(5_000));
            assertThat(plan.difference()).isEqualTo(NanoUsd.of(2_100));
        });
    }

    @Test
    void shouldLeaveAloneWhatTheOrderDoesNotName() {
        Candidate closed = candidate(1000, 3, NanoUsd.parse("1"), true);
        assertThat(RerateRules.decide(order(null, version("other@p", "2026-10-01T00:00:00Z", 5)), List.of(closed))
                        .rated())
                .isEmpty();
        assertThat(RerateRules.decide(order(null, version(ENDPOINT, "2026-10-11T00:00:00Z", 5)), List.of(closed))
                        .rated())
                .as("before the first corrected price")
                .isEmpty();
        assertThat(RerateRules.decide(
                                order(
                                        "other@p",
                                        version(ENDPOINT, "2026-10-01T00:00:00Z", 5),
                                        version("other@p", "2026-10-01T00:00:00Z", 5)),
                                List.of(closed))
                        .rated())
                .isEmpty();
        RerateRules.Decision open = RerateRules.decide(
                order(null, version(ENDPOINT, "2026-10-01T00:00:00Z", 5)),
                List.of(candidate(1000, 3, NanoUsd.parse("1"), false)));
        assertThat(open.rated()).isEmpty();
        assertThat(open.open()).isEqualTo(1);
    }

    @Test
    void shouldSayWhichChargeCannotBeRated() {
        // Given prices without one for completion tokens
        PriceVersion incomplete = new PriceVersion(
                "x", ENDPOINT, Instant.EPOCH, List.of(new MeterPrice(Meter.PROMPT, NanoUsd.of(1), 1, null)));
        Usage usage = Usage.tokens(1L, 1L, UsageSource.REPORTED);
        Candidate candidate =
                new Candidate(candidate(1, 3, NanoUsd.parse("1"), true).standing(), usage, START, true);
        // When
        RerateRules.Decision decision = RerateRules.decide(order(null, incomplete), List.of(candidate));
        // Then
        assertThat(decision.rated()).isEmpty();
        assertThat(decision.unratable())
                .singleElement()
                .satisfies(each -> assertThat(each.reason()).contains("completion"));
    }

    @Test
    void shouldNeverChargeMoreThanTheHoldAndBeExactWhateverThePrices() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            // Given
            long tokens = random.nextLong(1, 100_000);
            NanoUsd hold = NanoUsd.of(random.nextLong(1L << random.nextInt(1, 40)));
            Candidate candidate = candidate(tokens, random.nextInt(1, 50), hold, true);
            RerateOrder order = order(null, version(ENDPOINT, "2026-10-01T00:00:00Z", random.nextInt(0, 100)));
            // When
            Plan plan = RerateRules.decide(order, List.of(candidate)).rated().getFirst();
            Rating after = plan.after();
            // Then
            assertThat(after.charge()).as("seed %d", seed).isLessThanOrEqualTo(hold);
            assertThat(after.charge())
                    .as("seed %d", seed)
                    .isEqualTo(after.billedCost().plus(after.fee()));
            assertThat(after.cost())
                    .as("seed %d", seed)
                    .isEqualTo(after.billedCost().plus(after.absorbed()));
            assertThat(after.fee().value())
                    .as("seed %d", seed)
                    .isEqualTo(after.billedCost().value() * FEE / 10_000);
            // and the same order finds nothing to change afterwards
            Candidate again = new Candidate(standing(candidate, after), candidate.usage(), START, true);
            assertThat(RerateRules.decide(order, List.of(again)).changed())
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    private static RerateOrder order(@Nullable String endpoint, PriceVersion... versions) {
        return new RerateOrder("test", "2026-10", endpoint, List.of(versions));
    }

    /** Nano-dollars a token. */
    private static PriceVersion version(String endpoint, String from, long price) {
        Instant at = Instant.parse(from);
        return new PriceVersion(
                PriceVersion.idOf(endpoint, at),
                endpoint,
                at,
                List.of(
                        new MeterPrice(Meter.PROMPT, NanoUsd.of(price), 1, null),
                        new MeterPrice(Meter.COMPLETION, NanoUsd.of(price), 1, null)));
    }

    private static Candidate candidate(long tokens, long price, NanoUsd hold, boolean closed) {
        Usage usage = Usage.tokens(tokens, 0L, UsageSource.REPORTED);
        PriceVersion prices = version(ENDPOINT, "2026-01-01T00:00:00Z", price);
        Rating rating = Rater.rate(usage, prices, FEE, hold, NanoUsd.ZERO, Outcome.COMPLETED);
        return new Candidate(standing(prices, hold, rating), usage, START, closed);
    }

    private static StandingCharge standing(Candidate candidate, Rating rating) {
        return standing(candidate.standing().prices(), candidate.standing().hold(), rating);
    }

    private static StandingCharge standing(PriceVersion prices, NanoUsd hold, Rating rating) {
        String request = Ids.newRequestId();
        return new StandingCharge(
                Ids.attemptId(request, 1),
                request,
                "acme",
                "key",
                "a/b",
                "p",
                ENDPOINT,
                null,
                Outcome.COMPLETED,
                prices,
                FEE,
                hold,
                NanoUsd.ZERO,
                NanoUsd.ZERO,
                rating,
                0,
                START);
    }
}
