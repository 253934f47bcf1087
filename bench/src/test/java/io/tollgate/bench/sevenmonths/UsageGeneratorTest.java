package io.tollgate.bench.sevenmonths;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.pricing.Rater;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UsageGeneratorTest {

    private static final long USAGES = 20_000;
    private static final long SEED = 7;
    private static final NanoUsd REDIS_MOST = NanoUsd.parse("9000000");
    private static final List<GeneratedRequest> REQUESTS = requests(SEED);

    private static UsageGenerator generator(long seed) {
        return new UsageGenerator(GrowthPlan.of(USAGES), new Market(), seed);
    }

    private static List<GeneratedRequest> requests(long seed) {
        List<GeneratedRequest> requests = new ArrayList<>();
        generator(seed).each(requests::add);
        return requests;
    }

    @Test
    void shouldMakeTheSameOfTheSameSeed() {
        // When, then
        assertThat(requests(SEED).equals(REQUESTS)).isTrue();
        assertThat(requests(SEED + 1).equals(REQUESTS)).isFalse();
        Totals counted = new Totals();
        REQUESTS.forEach(counted::add);
        assertThat(generator(SEED).totals().months()).isEqualTo(counted.months());
    }

    @Test
    void shouldMeetThePlanOfEachMonthWithinACent() {
        // When
        Totals totals = generator(SEED).totals();
        // Then
        assertThat(totals.all().attempts()).isEqualTo(USAGES);
        for (MonthPlan plan : GrowthPlan.of(USAGES)) {
            Sums month = totals.months().getOrDefault(plan.month(), Sums.NONE);
            assertThat(plan.inference().minus(month.inference())).isBetween(NanoUsd.ZERO, NanoUsd.parse("0.01"));
            assertThat(month.absorbed()).isGreaterThan(NanoUsd.ZERO);
            // 5 % of each charge, rounded down each time
            assertThat(month.inference().value() / 20 - month.fee().value()).isBetween(0L, month.attempts());
        }
        assertThat(totals.chargeOfAccount().values())
                .allSatisfy(charge -> assertThat(charge).isLessThan(REDIS_MOST));
    }

    @Test
    void shouldStateWhatWorkersWouldState() {
        // When
        List<GeneratedRequest> requests = REQUESTS;
        // Then
        Set<String> ids = new HashSet<>();
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        boolean failedOver = false;
        boolean beyondItsHold = false;
        boolean repeated = false;
        Instant before = Instant.EPOCH;
        for (GeneratedRequest request : requests) {
            assertThat(ids.add(request.closed().requestId())).isTrue();
            assertThat(monthOf(request.closed().closedAt())).isEqualTo(request.month());
            assertThat(request.closed().attempts()).isEqualTo(request.usages().size());
            for (UsageRecorded usage : request.usages()) {
                assertThat(usage.attemptId()).isEqualTo(Ids.attemptId(usage.requestId(), usage.attempt()));
                assertThat(monthOf(usage.finishedAt())).isEqualTo(request.month());
                assertThat(usage.prices().validFrom()).isBefore(usage.acceptedAt());
                assertThat(usage.rating())
                        .isEqualTo(Rater.rate(
                                usage.usage(), usage.prices(), 500, usage.hold(), NanoUsd.ZERO, usage.outcome()));
                beyondItsHold |=
                        usage.outcome().billed() && !usage.rating().absorbed().isZero();
            }
            UsageRecorded last = request.usages().getLast();
            assertThat(last.outcome()).isEqualTo(request.closed().outcome());
            assertThat(last.finishedAt()).isAfterOrEqualTo(before);
            before = last.finishedAt();
            outcomes.add(last.outcome());
            failedOver |= request.usages().size() == 2;
            repeated |= request.repeated();
        }
        assertThat(outcomes)
                .containsExactlyInAnyOrder(Outcome.COMPLETED, Outcome.CANCELLED, Outcome.FAILED, Outcome.INTERRUPTED);
        assertThat(failedOver && beyondItsHold && repeated).isTrue();
    }

    @Test
    void shouldReachTheFirstAndTheLastMillisecondOfAMonth() {
        // When
        List<GeneratedRequest> may = REQUESTS.stream()
                .filter(request -> request.month().equals(YearMonth.of(2025, 5)))
                .toList();
        // Then
        assertThat(may.getFirst().usages().getLast().finishedAt()).isEqualTo(Instant.parse("2025-05-01T00:00:00Z"));
        assertThat(may.getFirst().hold().placedAt()).isBefore(Instant.parse("2025-05-01T00:00:00Z"));
        assertThat(may.getLast().closed().closedAt()).isEqualTo(Instant.parse("2025-05-31T23:59:59.999Z"));
    }

    private static YearMonth monthOf(Instant instant) {
        return YearMonth.from(instant.atOffset(ZoneOffset.UTC));
    }
}
