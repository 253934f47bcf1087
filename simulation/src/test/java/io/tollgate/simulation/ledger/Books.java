package io.tollgate.simulation.ledger;

import io.tollgate.contracts.hold.HoldEvent;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.UsageEvent;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.ledger.balance.CatchUp;
import io.tollgate.ledger.charge.BookedCharge;
import io.tollgate.ledger.charge.BooksBefore;
import io.tollgate.ledger.charge.Charge;
import io.tollgate.ledger.charge.ChargeRules;
import io.tollgate.ledger.charge.Decision;
import io.tollgate.ledger.hold.HoldChange;
import io.tollgate.ledger.hold.HoldNews;
import io.tollgate.ledger.hold.HoldRules;
import io.tollgate.ledger.hold.HoldState;
import io.tollgate.ledger.posting.Posting;
import io.tollgate.ledger.progress.LogEntry;
import io.tollgate.ledger.progress.LogPosition;
import io.tollgate.ledger.quarantine.Conflict;
import io.tollgate.ledger.quarantine.Quarantined;
import io.tollgate.ledger.spending.Spending;
import io.tollgate.livestate.CreditHolds.AccountState;
import io.tollgate.livestate.CreditHolds.OpenHold;
import io.tollgate.livestate.CreditHolds.Settlement;
import io.tollgate.livestate.CreditHolds.WindowSpend;
import io.tollgate.simulation.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's tables. Decisions are those of the real rules; each method does in one step what a transaction of {@code ChargeBook},
 * {@code HoldRepository}, {@code KeySpendRepository}, {@code BalancePushRepository} or {@code ProgressRepository} does, and every
 * constraint of the schema is checked: breaking one is a violation.
 */
public final class Books {

    /** A row of {@code ledger.hold}. */
    public static final class Hold {

        private final String requestId;
        private final String account;
        private final String key;
        private NanoUsd amount;
        private NanoUsd announced = NanoUsd.ZERO;
        private NanoUsd charged = NanoUsd.ZERO;
        private String window = "";
        private @Nullable Instant placedAt;
        private @Nullable Instant deadline;
        private @Nullable Outcome outcome;
        private @Nullable Integer attempts;
        private int releases;
        private boolean pushed;

        private Hold(String requestId, String account, String key, NanoUsd amount) {
            this.requestId = requestId;
            this.account = account;
            this.key = key;
            this.amount = amount;
        }

        public String requestId() {
            return requestId;
        }

        public String account() {
            return account;
        }

        public boolean isOpen() {
            return outcome == null;
        }

        public @Nullable Outcome outcome() {
            return outcome;
        }

        public NanoUsd amount() {
            return amount;
        }

        public NanoUsd announced() {
            return announced;
        }

        public NanoUsd charged() {
            return charged;
        }

        /** How often it was released. */
        public int releases() {
            return releases;
        }

        private HoldState state() {
            return new HoldState(requestId, account, key, amount, charged, outcome, attempts);
        }

        @Override
        public String toString() {
            return requestId + " " + amount + " charged " + charged + " " + (outcome == null ? "OPEN" : outcome);
        }
    }

    private record Spent(NanoUsd sum, boolean pushed) {}

    private record SpentBy(String account, String key, String window) {}

    /** What Redis must be told of an account, as {@code BalancePushRepository.waiting} reads it. */
    public record Told(Settlement settlement) {}

    private static final int RELEASES_A_ROUND = 1000;

    private final World world;
    private final Map<String, NanoUsd> balances = new TreeMap<>();
    private final Map<String, Long> sequences = new TreeMap<>();
    private final Map<String, Hold> holds = new LinkedHashMap<>();
    private final Map<UUID, Charge> charges = new LinkedHashMap<>();
    private final Map<String, PriceVersion> prices = new HashMap<>();
    private final Map<SpentBy, Spent> spent = new LinkedHashMap<>();
    private final Map<String, Long> due = new LinkedHashMap<>();
    private final Map<LogPosition, Long> progress = new HashMap<>();
    private final Map<LogPosition, Quarantined> quarantined = new LinkedHashMap<>();
    private final Map<LogPosition, Conflict> conflicts = new LinkedHashMap<>();
    private long epoch;

    public Books(World world) {
        this.world = world;
    }

    /** Opens an account with some credit. */
    public void open(String account, NanoUsd credit) {
        balances.put(account, credit);
        sequences.put(account, 1L);
        due.put(account, 1L);
    }

    public NanoUsd balance(String account) {
        return balances.getOrDefault(account, NanoUsd.ZERO);
    }

    public Set<String> accounts() {
        return balances.keySet();
    }

    public long sequence(String account) {
        return sequences.getOrDefault(account, 0L);
    }

    public Collection<Hold> holds() {
        return holds.values();
    }

    public @Nullable Hold hold(String requestId) {
        return holds.get(requestId);
    }

    public Collection<Charge> charges() {
        return charges.values();
    }

    public @Nullable Charge charge(UUID attempt) {
        return charges.get(attempt);
    }

    public Collection<Quarantined> quarantined() {
        return quarantined.values();
    }

    public Collection<Conflict> conflicts() {
        return conflicts.values();
    }

    /** What was charged to a request. */
    public NanoUsd charged(String requestId) {
        return charges.values().stream()
                .filter(charge -> charge.usage().requestId().equals(requestId))
                .map(charge -> charge.usage().rating().charge())
                .reduce(NanoUsd.ZERO, NanoUsd::plus);
    }

    /** Whether Redis knows everything. */
    public boolean isTold() {
        return due.isEmpty();
    }

    /** Books a batch of usage and closings, as {@code ChargeBook} does. */
    Decision book(List<LogEntry<UsageEvent>> entries, List<LogPosition> positions, boolean remembersCharges) {
        Map<String, HoldState> held = new HashMap<>();
        Map<UUID, BookedCharge> booked = new HashMap<>();
        Map<String, NanoUsd> credit = new HashMap<>();
        for (LogEntry<UsageEvent> entry : entries) {
            String account = entry.event().account();
            if (balances.containsKey(account)) {
                credit.put(account, balance(account));
            }
            Hold hold = holds.get(entry.event().requestId());
            if (hold != null) {
                held.put(hold.requestId, hold.state());
            }
            if (remembersCharges && entry.event() instanceof UsageRecorded usage) {
                Charge before = charges.get(usage.attemptId());
                if (before != null) {
                    booked.put(usage.attemptId(), BookedCharge.of(before.usage()));
                }
            }
        }
        Decision decision = ChargeRules.decide(new BooksBefore(credit, held, booked, Map.copyOf(prices)), entries);
        decision.charges().forEach(this::post);
        decision.newPrices().forEach(version -> prices.putIfAbsent(version.id(), version));
        decision.holds().forEach(this::store);
        decision.quarantined()
                .forEach(each -> quarantined.putIfAbsent(each.entry().position(), each));
        decision.conflicts().forEach(each -> conflicts.putIfAbsent(each.entry().position(), each));
        noteChanges(decision);
        advance(positions);
        checkCredit();
        return decision;
    }

    /** Records a batch of holds, as {@code HoldsConsumer} does. */
    HoldRules.Decision announce(List<LogEntry<HoldEvent>> entries, List<LogPosition> positions) {
        Map<String, String> holders = new HashMap<>();
        for (LogEntry<HoldEvent> entry : entries) {
            Hold hold = holds.get(entry.event().requestId());
            if (hold != null) {
                holders.put(hold.requestId, hold.account);
            }
        }
        HoldRules.Decision decision = HoldRules.decide(entries, balances.keySet(), holders);
        decision.news().forEach(this::announce);
        decision.quarantined()
                .forEach(each -> quarantined.putIfAbsent(each.entry().position(), each));
        advance(positions);
        return decision;
    }

    /** The accounts whose state Redis was not told, with the state. */
    List<Told> waiting() {
        return due.keySet().stream()
                .map(account -> new Told(settlement(account)))
                .toList();
    }

    /** Notes that Redis knows states as {@link #waiting} gave them. */
    void done(List<Told> told) {
        for (Told each : told) {
            Settlement settlement = each.settlement();
            for (String requestId : settlement.releasedRequests()) {
                Hold hold = holds.get(requestId);
                if (hold != null) {
                    hold.pushed = true;
                }
            }
            for (WindowSpend spend : settlement.spent()) {
                SpentBy by = new SpentBy(settlement.account(), spend.key(), spend.window());
                spent.computeIfPresent(
                        by, (any, now) -> now.sum().equals(spend.spent()) ? new Spent(now.sum(), true) : now);
            }
            boolean more = holds.values().stream()
                    .anyMatch(hold -> hold.account.equals(settlement.account()) && !hold.isOpen() && !hold.pushed);
            Long wanted = due.get(settlement.account());
            if (wanted != null && wanted <= settlement.seq() && !more) {
                due.remove(settlement.account());
            }
        }
    }

    /** Everything that Redis must know of every account, as a rebuild writes it. */
    List<AccountState> states(Set<String> windows) {
        List<AccountState> states = new ArrayList<>();
        for (String account : balances.keySet()) {
            List<OpenHold> open = holds.values().stream()
                    .filter(hold -> hold.account.equals(account) && hold.isOpen())
                    .map(hold -> new OpenHold(
                            hold.requestId,
                            hold.amount,
                            hold.key,
                            hold.window,
                            hold.placedAt == null ? world.instant() : hold.placedAt,
                            hold.deadline,
                            null))
                    .toList();
            states.add(new AccountState(
                    account, balance(account), sequence(account), open, spent(account, windows, false)));
        }
        return states;
    }

    /** What Redis is filled with at the beginning; there is nothing more to tell then. */
    public List<AccountState> fillsRedis() {
        nextEpoch();
        due.clear();
        return states(Set.of());
    }

    long nextEpoch() {
        epoch++;
        return epoch;
    }

    /** Whether the books reach the given ends of topics. */
    boolean reach(Map<String, Map<Integer, Long>> ends) {
        return ends.entrySet().stream().allMatch(topic -> CatchUp.isDone(topic.getValue(), reached(topic.getKey())));
    }

    private Map<Integer, Long> reached(String topic) {
        return progress.entrySet().stream()
                .filter(each -> each.getKey().topic().equals(topic))
                .collect(Collectors.toMap(each -> each.getKey().partition(), Map.Entry::getValue));
    }

    private void post(Charge charge) {
        UUID attempt = charge.usage().attemptId();
        if (charges.putIfAbsent(attempt, charge) != null) {
            world.violated("attempt " + attempt + " is charged twice");
        }
        NanoUsd sum = NanoUsd.ZERO;
        for (Posting posting : charge.transaction().postings()) {
            sum = sum.plus(posting.amount());
            String id = posting.ledgerAccount().id();
            if (id.startsWith("customer:")) {
                balances.merge(id.substring("customer:".length()), posting.amount(), NanoUsd::plus);
            }
        }
        if (!sum.isZero()) {
            world.violated("transaction of " + attempt + " is not balanced");
        }
        if (!charge.excess().isZero()) {
            world.violated("charge of " + attempt + " exceeds the credit by " + charge.excess());
        }
        checkCharge(charge.usage());
        addSpending(charge.usage());
    }

    /** The check constraints of {@code ledger.charge}. */
    private void checkCharge(UsageRecorded usage) {
        NanoUsd charge = usage.rating().charge();
        if (!charge.equals(usage.rating().billedCost().plus(usage.rating().fee()))
                || !usage.rating()
                        .cost()
                        .equals(usage.rating().billedCost().plus(usage.rating().absorbed()))
                || usage.billedBefore().plus(charge).compareTo(usage.hold()) > 0
                || (!charge.isZero() && !usage.outcome().billed())
                || usage.rating().fee().value()
                        != Math.multiplyExact(usage.rating().billedCost().value(), (long) usage.feeBasisPoints())
                                / 10_000) {
            world.violated("constraints of the charge of " + usage.attemptId() + ": " + usage.rating());
        }
    }

    private void addSpending(UsageRecorded usage) {
        if (usage.rating().charge().isZero()) {
            return;
        }
        for (String window : Spending.windows(usage.acceptedAt())) {
            spent.merge(
                    new SpentBy(usage.account(), usage.key(), window),
                    new Spent(usage.rating().charge(), false),
                    (before, more) -> new Spent(before.sum().plus(more.sum()), false));
        }
    }

    private void store(HoldChange change) {
        HoldState state = change.hold();
        Hold hold = holds.computeIfAbsent(
                state.requestId(), id -> new Hold(id, state.account(), state.key(), state.amount()));
        boolean released = state.outcome() != null;
        if (!hold.isOpen() && (!released || hold.outcome != state.outcome() || !hold.charged.equals(state.charged()))) {
            world.violated("hold of " + hold.requestId + " is released for good");
        }
        hold.amount = NanoUsd.max(hold.amount, state.amount());
        hold.charged = state.charged();
        hold.releases += released ? 1 : 0;
        hold.outcome = state.outcome();
        hold.attempts = state.attempts();
        if (hold.charged.isNegative() || hold.charged.compareTo(hold.amount) > 0) {
            world.violated("charged beyond the hold: " + hold);
        }
    }

    private void announce(HoldNews news) {
        Hold hold =
                holds.computeIfAbsent(news.requestId(), id -> new Hold(id, news.account(), news.key(), news.amount()));
        hold.amount = NanoUsd.max(hold.amount, news.amount());
        hold.announced = NanoUsd.max(hold.announced, news.amount());
        hold.window = hold.window.isEmpty() ? news.limitWindow() : hold.window;
        hold.placedAt = hold.placedAt == null ? news.placedAt() : hold.placedAt;
        hold.deadline = hold.deadline == null ? news.deadline() : hold.deadline;
    }

    private void noteChanges(Decision decision) {
        Set<String> changed = new TreeSet<>();
        decision.charges().forEach(charge -> changed.add(charge.usage().account()));
        decision.holds().stream()
                .map(HoldChange::hold)
                .filter(HoldState::released)
                .forEach(hold -> changed.add(hold.account()));
        for (String account : changed) {
            long next = sequences.merge(account, 1L, Long::sum);
            due.merge(account, next, Math::max);
        }
    }

    private void advance(List<LogPosition> positions) {
        for (LogPosition position : positions) {
            progress.merge(
                    new LogPosition(position.topic(), position.partition(), 0), position.offset() + 1, Math::max);
        }
    }

    private Settlement settlement(String account) {
        List<String> released = holds.values().stream()
                .filter(hold -> hold.account.equals(account) && !hold.isOpen() && !hold.pushed)
                .map(Hold::requestId)
                .limit(RELEASES_A_ROUND)
                .toList();
        return new Settlement(account, balance(account), sequence(account), released, spent(account, Set.of(), true));
    }

    private List<WindowSpend> spent(String account, Set<String> windows, boolean unpushed) {
        return spent.entrySet().stream()
                .filter(each -> each.getKey().account().equals(account))
                .filter(each -> unpushed
                        ? !each.getValue().pushed()
                        : windows.contains(each.getKey().window()))
                .map(each -> new WindowSpend(
                        each.getKey().key(),
                        each.getKey().window(),
                        each.getValue().sum()))
                .toList();
    }

    /** What no balance may show at any moment. Open holds may exceed credit for a moment: Redis frees a void hold before the books do. */
    private void checkCredit() {
        balances.forEach((account, balance) -> {
            if (balance.isNegative()) {
                world.violated(account + " is below zero: " + balance);
            }
        });
    }
}
