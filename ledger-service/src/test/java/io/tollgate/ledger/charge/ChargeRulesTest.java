package io.tollgate.ledger.charge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.UsageEvent;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.ledger.Samples;
import io.tollgate.ledger.hold.HoldChange;
import io.tollgate.ledger.hold.HoldState;
import io.tollgate.ledger.progress.LogEntry;
import io.tollgate.ledger.progress.LogPosition;
import io.tollgate.ledger.quarantine.Quarantined;
import io.tollgate.ledger.quarantine.Quarantined.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChargeRulesTest {

    private static final String ACCOUNT = "acme";
    private static final NanoUsd CREDIT = NanoUsd.parse("5");
    private static final byte[] NOTHING = {};

    private final String request = Ids.newRequestId();

    @Test
    void shouldChargeAndRelease() {
        // Given
        UsageRecorded usage = Samples.usage(ACCOUNT, request, 1000, 200);
        // When
        Decision decision = decide(usage, Samples.closed(ACCOUNT, request, Outcome.COMPLETED, 1));
        // Then
        assertThat(decision.charges()).extracting(Charge::usage).containsExactly(usage);
        HoldState hold = decision.holds().getFirst().hold();
        assertThat(hold.released()).isTrue();
        assertThat(hold.charged()).isEqualTo(usage.rating().charge());
        assertThat(decision.newPrices()).containsExactly(Samples.PRICES);
        assertThat(decision.quarantined()).isEmpty();
    }

    @Test
    void shouldCountRepeatsAndKeepContradictions() {
        // Given
        UsageRecorded usage = Samples.usage(ACCOUNT, request, 1000, 200);
        UsageRecorded other = Samples.usage(ACCOUNT, request, 1000, 201);
        // When
        Decision decision = decide(
                usage,
                usage,
                other,
                Samples.closed(ACCOUNT, request, Outcome.COMPLETED, 1),
                Samples.closed(ACCOUNT, request, Outcome.INTERRUPTED, 1));
        // Then
        assertThat(decision.charges()).hasSize(1);
        assertThat(decision.repeats()).isEqualTo(1);
        assertThat(decision.conflicts()).hasSize(2);
        assertThat(decision.holds().getFirst().hold().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void shouldQuarantineARatingThatIsNotRecomputed() {
        // Given
        UsageRecorded usage = Samples.usage(ACCOUNT, request, 1000, 200);
        Rating cheaper = new Rating(NanoUsd.of(1), NanoUsd.of(1), NanoUsd.ZERO, NanoUsd.of(1), NanoUsd.ZERO);
        // When
        Decision decision = decide(Samples.rated(usage, cheaper));
        // Then
        assertThat(decision.charges()).isEmpty();
        assertThat(reasons(decision)).containsExactly(Reason.RATING_MISMATCH);
    }

    @Test
    void shouldQuarantineWhatNobodyCanBook() {
        // Given
        UsageRecorded unknown = Samples.usage("nobody", request, 1, 1);
        UsageRecorded late = Samples.usage(ACCOUNT, request, 2, 10, 10, NanoUsd.ZERO, Outcome.COMPLETED);
        // When
        Decision decision = decide(unknown, Samples.closed(ACCOUNT, request, Outcome.COMPLETED, 1), late);
        // Then
        assertThat(reasons(decision)).containsExactly(Reason.UNKNOWN_ACCOUNT, Reason.LATE);
    }

    @Test
    void shouldBookALateUsageThatCostsNothing() {
        // Given
        UsageRecorded free = Samples.usage(ACCOUNT, request, 2, 10, 10, NanoUsd.ZERO, Outcome.INTERRUPTED);
        // When
        Decision decision = decide(Samples.closed(ACCOUNT, request, Outcome.INTERRUPTED, 1), free);
        // Then
        assertThat(decision.charges()).hasSize(1);
        assertThat(decision.holds())
                .extracting(change -> change.hold().released())
                .containsExactly(true);
    }

    @Test
    void shouldNeverChargeARequestBeyondItsHold() {
        // Given: two attempts that each take most of the hold and do not know of each other
        UsageRecorded first = Samples.usage(ACCOUNT, request, 1, 10_000, 6_000, NanoUsd.ZERO, Outcome.COMPLETED);
        UsageRecorded second = Samples.usage(ACCOUNT, request, 2, 10_000, 6_000, NanoUsd.ZERO, Outcome.COMPLETED);
        // When
        Decision decision = decide(first, second);
        // Then
        assertThat(decision.charges()).hasSize(1);
        assertThat(reasons(decision)).containsExactly(Reason.EXCEEDS_HOLD);
    }

    @Test
    void shouldLetTheHouseBearWhatTheCreditDoesNotCover() {
        // Given
        UsageRecorded usage = Samples.usage(ACCOUNT, request, 10_000, 6_000);
        NanoUsd credit = NanoUsd.of(1000);
        // When
        Decision decision = ChargeRules.decide(
                new BooksBefore(Map.of(ACCOUNT, credit), Map.of(), Map.of(), Map.of()), entries(List.of(usage)));
        // Then
        assertThat(decision.charges().getFirst().excess())
                .isEqualTo(usage.rating().charge().minus(credit));
    }

    @Test
    void shouldChargeTheSameHoweverEventsAreRepeatedAndCut() {
        // Given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<UsageEvent> log = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String id = Ids.newRequestId();
                log.add(Samples.usage(ACCOUNT, id, random.nextInt(5000), random.nextInt(3000)));
                log.add(Samples.closed(ACCOUNT, id, Outcome.COMPLETED, 1));
            }
            Map<String, NanoUsd> once = charged(List.of(log));
            // When: every event once in order, then some again anywhere, cut into batches anywhere
            List<UsageEvent> again = new ArrayList<>(log);
            Collections.shuffle(again, random);
            List<UsageEvent> twice = new ArrayList<>(log);
            twice.addAll(again.subList(0, random.nextInt(again.size())));
            List<List<UsageEvent>> batches = new ArrayList<>();
            int from = 0;
            while (from < twice.size()) {
                int to = Math.min(twice.size(), from + 1 + random.nextInt(5));
                batches.add(twice.subList(from, to));
                from = to;
            }
            // Then
            assertThat(charged(batches)).as("seed %d", seed).isEqualTo(once);
        }
    }

    /** What each request is charged when batches are booked one after the other. */
    private static Map<String, NanoUsd> charged(List<List<UsageEvent>> batches) {
        Map<String, HoldState> holds = new HashMap<>();
        Map<UUID, BookedCharge> booked = new HashMap<>();
        Map<String, NanoUsd> charged = new HashMap<>();
        NanoUsd credit = CREDIT;
        for (List<UsageEvent> batch : batches) {
            Decision decision = ChargeRules.decide(
                    new BooksBefore(
                            Map.of(ACCOUNT, credit), holds, booked, Map.of(Samples.PRICES.id(), Samples.PRICES)),
                    entries(batch));
            for (Charge charge : decision.charges()) {
                booked.put(charge.usage().attemptId(), BookedCharge.of(charge.usage()));
                charged.merge(
                        charge.usage().requestId(), charge.usage().rating().charge(), NanoUsd::plus);
                credit = credit.minus(charge.usage().rating().charge());
            }
            decision.holds().stream().map(HoldChange::hold).forEach(hold -> holds.put(hold.requestId(), hold));
            assertThat(decision.conflicts()).isEmpty();
            assertThat(decision.quarantined()).isEmpty();
        }
        return charged;
    }

    private Decision decide(UsageEvent... events) {
        return ChargeRules.decide(
                new BooksBefore(Map.of(ACCOUNT, CREDIT), Map.of(), Map.of(), Map.of()), entries(List.of(events)));
    }

    private static List<LogEntry<UsageEvent>> entries(List<UsageEvent> events) {
        List<LogEntry<UsageEvent>> entries = new ArrayList<>();
        for (UsageEvent event : events) {
            entries.add(new LogEntry<>(
                    new LogPosition("usage.events.v1", 0, entries.size()), ACCOUNT, "type", NOTHING, event));
        }
        return entries;
    }

    private static List<Reason> reasons(Decision decision) {
        return decision.quarantined().stream().map(Quarantined::reason).toList();
    }
}
