package io.tollgate.ledger.charge;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.UsageCorrected;
import io.tollgate.contracts.usage.UsageEvent;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.ledger.hold.HoldChange;
import io.tollgate.ledger.hold.HoldState;
import io.tollgate.ledger.posting.Transactions;
import io.tollgate.ledger.progress.LogEntry;
import io.tollgate.ledger.quarantine.Conflict;
import io.tollgate.ledger.quarantine.Quarantined;
import io.tollgate.ledger.quarantine.Quarantined.Reason;
import io.tollgate.pricing.Rater;
import io.tollgate.pricing.UnpricedUsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a batch of {@code usage.events.v1} does to the books. Pure: the same books and the same batch give the same decision,
 * and a batch that is booked already gives one that changes nothing.
 *
 * <p>The first usage in log order counts for an attempt, the first closing for a request. What contradicts them later is kept as a
 * conflict; what cannot be booked is quarantined; neither becomes money.
 */
public final class ChargeRules {

    private static final int WHOLE = 10_000;
    private static final int MAX_NAME = 512;

    private final Map<String, NanoUsd> credit;
    private final Map<String, HoldState> holds;
    private final Map<UUID, BookedCharge> booked;
    private final Map<String, PriceVersion> prices;
    private final Set<String> knownPrices;

    private final List<Charge> charges = new ArrayList<>();
    private final Map<String, HoldChange> changes = new TreeMap<>();
    private final List<UsageCorrected> corrections = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private final List<Quarantined> quarantined = new ArrayList<>();
    private int repeats;

    private ChargeRules(BooksBefore before) {
        credit = new HashMap<>(before.credit());
        holds = new HashMap<>(before.holds());
        booked = new HashMap<>(before.charges());
        prices = new HashMap<>(before.prices());
        knownPrices = Set.copyOf(before.prices().keySet());
    }

    /** Decides a batch, whose entries stand in log order. */
    public static Decision decide(BooksBefore before, List<LogEntry<UsageEvent>> entries) {
        ChargeRules rules = new ChargeRules(before);
        for (LogEntry<UsageEvent> entry : entries) {
            switch (entry.event()) {
                case UsageRecorded usage -> rules.record(entry, usage);
                case RequestClosed closed -> rules.close(entry, closed);
                case UsageCorrected corrected -> rules.correct(entry, corrected);
            }
        }
        return rules.decision();
    }

    private Decision decision() {
        List<PriceVersion> newPrices = prices.values().stream()
                .filter(version -> !knownPrices.contains(version.id()))
                .filter(version -> charges.stream()
                        .anyMatch(charge -> charge.usage().prices().id().equals(version.id())))
                .toList();
        return new Decision(
                charges, newPrices, List.copyOf(changes.values()), corrections, conflicts, quarantined, repeats);
    }

    private void record(LogEntry<UsageEvent> entry, UsageRecorded usage) {
        BookedCharge first = booked.get(usage.attemptId());
        if (first != null) {
            if (first.equals(BookedCharge.of(usage))) {
                repeats++;
            } else {
                conflicts.add(new Conflict(entry, "attempt is booked with " + first.rating() + ", " + first.outcome()));
            }
            return;
        }
        if (isBookable(entry, usage)) {
            book(usage);
        }
    }

    private boolean isBookable(LogEntry<UsageEvent> entry, UsageRecorded usage) {
        String contradiction = contradiction(usage);
        if (contradiction != null) {
            return refuse(entry, Reason.INVALID, contradiction);
        }
        if (!credit.containsKey(usage.account())) {
            return refuse(entry, Reason.UNKNOWN_ACCOUNT, usage.account());
        }
        PriceVersion known = prices.putIfAbsent(usage.prices().id(), usage.prices());
        if (known != null && !known.equals(usage.prices())) {
            return refuse(entry, Reason.CONTRADICTED_PRICES, usage.prices().id());
        }
        return isRatedRight(entry, usage) && isWithinHold(entry, usage);
    }

    /** What is wrong with a usage in itself, or null. */
    private static @Nullable String contradiction(UsageRecorded usage) {
        if (Ids.requestUuid(usage.requestId()).isEmpty()
                || usage.attempt() < 1
                || !Ids.attemptId(usage.requestId(), usage.attempt()).equals(usage.attemptId())) {
            return "attempt " + usage.attempt() + " of " + usage.requestId() + " has another id";
        }
        if (usage.feeBasisPoints() < 0 || usage.feeBasisPoints() > WHOLE) {
            return "fee of " + usage.feeBasisPoints() + " basis points";
        }
        if (usage.hold().isNegative() || usage.billedBefore().isNegative()) {
            return "hold " + usage.hold() + ", billed before " + usage.billedBefore();
        }
        if (usage.billedBefore().compareTo(usage.hold()) > 0) {
            return "more billed before than held";
        }
        if (!usage.prices().endpoint().equals(usage.endpoint())) {
            return "prices of another endpoint";
        }
        if (usage.provider().isEmpty() || usage.provider().length() > MAX_NAME) {
            return "no provider";
        }
        return null;
    }

    private boolean isRatedRight(LogEntry<UsageEvent> entry, UsageRecorded usage) {
        Rating recomputed;
        try {
            recomputed = Rater.rate(
                    usage.usage(),
                    usage.prices(),
                    usage.feeBasisPoints(),
                    usage.hold(),
                    usage.billedBefore(),
                    usage.outcome());
        } catch (UnpricedUsageException unpriced) {
            return refuse(entry, Reason.UNPRICED, String.valueOf(unpriced.getMessage()));
        } catch (IllegalArgumentException | ArithmeticException invalid) {
            return refuse(entry, Reason.INVALID, String.valueOf(invalid.getMessage()));
        }
        return recomputed.equals(usage.rating())
                || refuse(entry, Reason.RATING_MISMATCH, "stated " + usage.rating() + ", recomputed " + recomputed);
    }

    private boolean isWithinHold(LogEntry<UsageEvent> entry, UsageRecorded usage) {
        HoldState hold = holdOf(usage);
        NanoUsd charge = usage.rating().charge();
        if (!hold.account().equals(usage.account())) {
            return refuse(entry, Reason.FOREIGN_HOLD, "hold of " + hold.account());
        }
        if (hold.released() && !charge.isZero()) {
            return refuse(entry, Reason.LATE, "closed as " + hold.outcome() + ", late charge of " + charge);
        }
        return hold.charged().plus(charge).compareTo(hold.amount()) <= 0
                || refuse(entry, Reason.EXCEEDS_HOLD, hold.charged() + " + " + charge + " of " + hold.amount());
    }

    private void book(UsageRecorded usage) {
        Rating rating = usage.rating();
        NanoUsd has = credit.getOrDefault(usage.account(), NanoUsd.ZERO);
        NanoUsd excess = Transactions.excess(rating, has);
        charges.add(new Charge(
                usage, excess, Transactions.charge(usage.attemptId(), usage.account(), usage.provider(), rating, has)));
        booked.put(usage.attemptId(), BookedCharge.of(usage));
        credit.put(usage.account(), has.minus(rating.charge().minus(excess)));
        HoldState hold = holdOf(usage).charge(rating.charge());
        // a late usage that costs nothing is booked, but a released hold is never touched again
        if (!hold.released()) {
            change(new HoldChange(hold, null, null));
        }
    }

    private HoldState holdOf(UsageRecorded usage) {
        HoldState hold = holds.get(usage.requestId());
        if (hold == null) {
            return HoldState.open(usage.requestId(), usage.account(), usage.key(), usage.hold());
        }
        return hold.released() ? hold : hold.atLeast(usage.hold());
    }

    private void close(LogEntry<UsageEvent> entry, RequestClosed closed) {
        if (Ids.requestUuid(closed.requestId()).isEmpty() || closed.hold().isNegative() || closed.attempts() < 0) {
            refuse(
                    entry,
                    Reason.INVALID,
                    "closing of " + closed.requestId() + " with " + closed.attempts() + " attempts");
            return;
        }
        if (!credit.containsKey(closed.account())) {
            refuse(entry, Reason.UNKNOWN_ACCOUNT, closed.account());
            return;
        }
        HoldState hold = holds.getOrDefault(
                closed.requestId(), HoldState.open(closed.requestId(), closed.account(), closed.key(), closed.hold()));
        if (!hold.account().equals(closed.account())) {
            refuse(entry, Reason.FOREIGN_HOLD, "hold of " + hold.account());
        } else if (!hold.released()) {
            release(closed, hold);
        } else if (hold.outcome() == closed.outcome()) {
            repeats++;
        } else {
            conflicts.add(new Conflict(entry, "request is closed as " + hold.outcome()));
        }
    }

    private void release(RequestClosed closed, HoldState hold) {
        HoldState released = new HoldState(
                hold.requestId(),
                hold.account(),
                hold.key(),
                NanoUsd.max(hold.amount(), closed.hold()),
                hold.charged(),
                closed.outcome(),
                closed.attempts());
        change(new HoldChange(released, closed.errorType(), closed.closedAt()));
    }

    /** Keeps what a provider stated later. The attempt is booked before: its usage stands earlier in the same log. */
    private void correct(LogEntry<UsageEvent> entry, UsageCorrected corrected) {
        BookedCharge charge = booked.get(corrected.attemptId());
        if (charge == null) {
            refuse(entry, Reason.UNKNOWN_ATTEMPT, "correction of " + corrected.attemptId());
        } else if (!charge.account().equals(corrected.account())
                || !charge.requestId().equals(corrected.requestId())) {
            refuse(entry, Reason.INVALID, "correction of another account's attempt " + corrected.attemptId());
        } else {
            corrections.add(corrected);
        }
    }

    private void change(HoldChange change) {
        holds.put(change.hold().requestId(), change.hold());
        changes.put(change.hold().requestId(), change);
    }

    /** Quarantines an event; always false. */
    private boolean refuse(LogEntry<UsageEvent> entry, Reason reason, String detail) {
        quarantined.add(new Quarantined(entry, reason, detail));
        return false;
    }
}
